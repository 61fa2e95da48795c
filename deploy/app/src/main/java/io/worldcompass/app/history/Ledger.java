package io.worldcompass.app.history;

import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScenarioOutcome;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * How everything ended, from the run's records alone: every scenario, task, candidate, group and
 * batch has exactly one fate. Feed it the records of a run, then ask for the report.
 */
public final class Ledger {
  private final Topics topics;
  private final Facts facts = new Facts();

  public Ledger(Topics topics) {
    this.topics = topics;
  }

  /**
   * What the ledger found.
   *
   * @param closed everything that was started has ended, and nothing happened twice
   * @param scenarios count by fate; pooled ones wait to be drawn
   * @param secondAttempts candidates that were generated again, after a worker's death
   * @param late records that came after their group had closed
   * @param deadLetters records on dead-letters
   * @param pending what has not ended, oldest first
   * @param violations what must never happen, empty
   * @param reasons count by reason, for each kind of item and fate
   */
  public record Report(
      boolean closed,
      Map<String, Long> scenarios,
      Map<String, Long> tasks,
      Map<String, Long> candidates,
      Map<String, Long> groups,
      Map<String, Long> batches,
      long secondAttempts,
      long late,
      long deadLetters,
      List<Pending> pending,
      List<String> violations,
      Map<String, Map<String, Map<String, Long>>> reasons) {}

  /**
   * An item that has not ended.
   *
   * @param kind scenario, task, group or batch
   * @param topic how far it has come
   * @param age seconds since the item's record was written
   */
  public record Pending(String kind, String id, String topic, double age) {}

  /** Takes in a record of any topic of the flow, with its value; others are passed over. */
  public void add(ConsumerRecord<byte[], byte[]> record, SpecificRecord value) {
    Instant time = Instant.ofEpochMilli(record.timestamp());
    if (value instanceof PromptAction scenario) {
      facts.add(scenario, DeadLetter.position(record.topic(), record.partition(), record.offset()));
    } else if (value instanceof ScenarioOutcome outcome) {
      facts.add(outcome);
    } else if (value instanceof RolloutTask task) {
      facts.add(task, time);
    } else if (value instanceof ClipCandidate candidate) {
      facts.add(candidate, time);
    } else if (value instanceof ClipScore score) {
      facts.add(score);
    } else if (value instanceof ScoredGroup group) {
      facts.add(group, time);
    } else if (value instanceof TrainingBatch batch) {
      facts.add(batch, time);
    } else if (value instanceof WeightsManifest manifest) {
      facts.add(manifest);
    }
  }

  /** Takes in a dead letter. */
  public void add(DeadLetter letter) {
    String role = topics.find(letter.topic()).map(topic -> topic.role()).orElse(letter.topic());
    facts.add(letter, role, subject(letter));
  }

  /** What a letter is about: its key does not say which candidate, or which group. */
  private String subject(DeadLetter letter) {
    try {
      if (letter.topic().equals(topics.clipCandidates.name())) {
        return letter.id() + "/" + topics.clipCandidates.decode(letter.value()).getCandidate();
      } else if (letter.topic().equals(topics.scoredGroups.name())) {
        return topics.scoredGroups.decode(letter.value()).getPrefixId();
      }
      return letter.id();
    } catch (SerializationException e) {
      return letter.id();
    }
  }

  /** The report, with ages as of a time. */
  public Report report(Instant now) {
    Fates fates = new Fates(facts);
    List<Pending> pending = new ArrayList<>();
    Tally scenarios = scenarios(fates);
    Tally tasks = new Tally();
    facts.tasks.forEach(
        (id, task) -> {
          End end = fates.task(id);
          tasks.add(end);
          addIfPending(pending, "task", id, end, task.time(), now);
        });
    Tally groups = new Tally();
    facts.groups.forEach(
        (id, group) -> {
          End end = fates.group(id);
          groups.add(end);
          addIfPending(pending, "group", id, end, group.time(), now);
        });
    Tally batches = new Tally();
    facts.batches.forEach(
        (iteration, batch) -> {
          End end = fates.batch(iteration);
          batches.add(end);
          addIfPending(pending, "batch", iteration.toString(), end, batch.time(), now);
        });
    pending.sort((a, b) -> Double.compare(b.age(), a.age()));
    List<String> violations = violations();
    return report(fates, scenarios, tasks, groups, batches, pending, violations);
  }

  private Report report(
      Fates fates,
      Tally scenarios,
      Tally tasks,
      Tally groups,
      Tally batches,
      List<Pending> pending,
      List<String> violations) {
    Tally candidates = new Tally();
    facts.candidates.forEach(
        (prefix, times) ->
            times.keySet().forEach(index -> candidates.add(fates.candidate(prefix, index))));
    Map<String, Map<String, Map<String, Long>>> reasons = new LinkedHashMap<>();
    reasons.put("scenarios", scenarios.reasons());
    reasons.put("tasks", tasks.reasons());
    reasons.put("candidates", candidates.reasons());
    reasons.put("groups", groups.reasons());
    reasons.put("batches", batches.reasons());
    return new Report(
        pending.isEmpty() && violations.isEmpty(),
        scenarios.byFate(),
        tasks.byFate(),
        candidates.byFate(),
        groups.byFate(),
        batches.byFate(),
        facts.secondAttempts,
        facts.late,
        facts.letterCount,
        pending,
        violations,
        reasons);
  }

  /** Scenarios of prompt-actions, and those that could not be read there. */
  private Tally scenarios(Fates fates) {
    Set<String> ids = new TreeSet<>(facts.scenarios.keySet());
    facts.letters.getOrDefault("prompt-actions", Map.of()).entrySet().stream()
        .filter(letter -> !letter.getValue().isDuplicate())
        .forEach(letter -> ids.add(letter.getKey()));
    Tally tally = new Tally();
    ids.forEach(id -> tally.add(fates.scenario(id)));
    return tally;
  }

  private List<String> violations() {
    List<String> all = new ArrayList<>(facts.violations);
    facts.groups.keySet().stream()
        .filter(id -> !facts.tasks.containsKey(id))
        .forEach(id -> all.add("group " + id + " was closed without a task"));
    facts.trained.keySet().stream()
        .filter(iteration -> !facts.batches.containsKey(iteration))
        .forEach(iteration -> all.add("iteration " + iteration + " was trained without a batch"));
    return all;
  }

  private static void addIfPending(
      List<Pending> pending, String kind, String id, End end, Instant since, Instant now) {
    if (end.fate() == Fate.PENDING) {
      double age = Math.max(0, Duration.between(since, now).toMillis() / 1e3);
      pending.add(new Pending(kind, id, end.reason(), age));
    }
  }
}
