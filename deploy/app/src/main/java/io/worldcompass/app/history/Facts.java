package io.worldcompass.app.history;

import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.avro.GroupClose;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScenarioOutcome;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the ledger keeps of the records: ids, times and links, no payload. */
final class Facts {
  /** A task that was issued. */
  record Task(String scenario, int iteration, int groupSize, Instant time) {}

  /** A group that was closed. */
  record Group(
      String scenario, int iteration, GroupClose closed, Set<Integer> members, Instant time) {}

  /** A batch that was emitted: the kept candidates of each of its groups. */
  record Batch(Map<String, Set<Integer>> kept, Instant time) {}

  /** A batch that was trained: what was left out of it, by prefix id. */
  record Training(int version, Map<String, LeftOut> leftOut) {}

  /** Kept candidates of a group that were not trained on. */
  record LeftOut(Set<Integer> candidates, String reason) {}

  final Map<String, Set<String>> scenarios = new LinkedHashMap<>();
  final Set<String> lettered = new HashSet<>();
  final Map<String, ScenarioOutcome> outcomes = new HashMap<>();
  final Map<String, Task> tasks = new LinkedHashMap<>();
  final Map<String, Map<Integer, Instant>> candidates = new LinkedHashMap<>();
  final Map<String, Integer> answers = new HashMap<>();
  final Map<String, Group> groups = new LinkedHashMap<>();
  final Map<Integer, Batch> batches = new TreeMap<>();
  final Map<Integer, Training> trained = new HashMap<>();
  final Set<Integer> versions = new TreeSet<>();
  final Map<String, Map<String, DeadLetter>> letters = new HashMap<>();
  final List<String> violations = new ArrayList<>();
  long secondAttempts;
  long late;
  long letterCount;

  /** A scenario may come several times: again, or repaired. */
  void add(PromptAction scenario, String position) {
    scenarios.computeIfAbsent(scenario.getScenarioId(), id -> new HashSet<>()).add(position);
  }

  void add(ScenarioOutcome outcome) {
    outcomes.put(outcome.getScenarioId(), outcome);
  }

  void add(RolloutTask task, Instant time) {
    Task fact = new Task(task.getScenarioId(), task.getIteration(), task.getGroupSize(), time);
    if (tasks.putIfAbsent(task.getPrefixId(), fact) != null) {
      violations.add("task " + task.getPrefixId() + " was issued twice");
    }
  }

  void add(ClipCandidate candidate, Instant time) {
    Instant first =
        candidates
            .computeIfAbsent(candidate.getPrefixId(), prefix -> new TreeMap<>())
            .putIfAbsent(candidate.getCandidate(), time);
    secondAttempts += first == null ? 0 : 1;
  }

  void add(ClipScore score) {
    answers.merge(score.getPrefixId(), 1, Integer::sum);
  }

  void add(ScoredGroup group, Instant time) {
    Set<Integer> members =
        group.getMembers().stream()
            .map(member -> member.getCandidate().getCandidate())
            .collect(Collectors.toSet());
    Group fact =
        new Group(group.getScenarioId(), group.getIteration(), group.getClosed(), members, time);
    if (groups.putIfAbsent(group.getPrefixId(), fact) != null) {
      violations.add("group " + group.getPrefixId() + " was closed twice");
    }
  }

  void add(TrainingBatch batch, Instant time) {
    Map<String, Set<Integer>> kept = new LinkedHashMap<>();
    batch
        .getGroups()
        .forEach(
            group ->
                kept.put(
                    group.getPrefixId(),
                    group.getMembers().stream()
                        .filter(BatchMember::getKept)
                        .map(member -> member.getCandidate().getCandidate())
                        .collect(Collectors.toSet())));
    if (batches.putIfAbsent(batch.getIteration(), new Batch(kept, time)) != null) {
      violations.add("the batch of iteration " + batch.getIteration() + " was emitted twice");
    }
  }

  void add(WeightsManifest manifest) {
    if (!versions.add(manifest.getVersion())) {
      violations.add("version " + manifest.getVersion() + " was published twice");
    }
    if (Line.isTrained(manifest)) {
      Map<String, LeftOut> leftOut = new HashMap<>();
      manifest
          .getLeftOut()
          .forEach(
              left ->
                  leftOut.put(
                      left.getPrefixId(),
                      new LeftOut(Set.copyOf(left.getCandidates()), left.getReason())));
      Training training = new Training(manifest.getVersion(), leftOut);
      if (trained.putIfAbsent(manifest.getIteration(), training) != null) {
        violations.add("iteration " + manifest.getIteration() + " was trained twice");
      }
    }
  }

  /**
   * Takes in a dead letter.
   *
   * @param role the origin's topic without the run's name
   * @param id what the record was about: a scenario, a prefix, or PREFIX/CANDIDATE
   */
  void add(DeadLetter letter, String role, String id) {
    letterCount++;
    lettered.add(letter.origin());
    late += letter.isLate() ? 1 : 0;
    letters
        .computeIfAbsent(role, r -> new HashMap<>())
        .merge(id, letter, (a, b) -> b.weight() > a.weight() ? b : a);
  }
}
