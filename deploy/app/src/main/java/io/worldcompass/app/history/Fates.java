package io.worldcompass.app.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.worldcompass.schemas.avro.GroupClose;
import io.worldcompass.schemas.avro.ScenarioEnd;
import io.worldcompass.schemas.avro.ScenarioOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules by which every item has exactly one fate. */
final class Fates {
  private final Facts facts;
  private final Map<String, List<String>> tasksOfScenario;

  Fates(Facts facts) {
    this.facts = facts;
    this.tasksOfScenario =
        facts.tasks.entrySet().stream()
            .collect(
                groupingBy(
                    task -> task.getValue().scenario(), mapping(Map.Entry::getKey, toList())));
  }

  End batch(int iteration) {
    Facts.Training training = facts.trained.get(iteration);
    if (training == null) {
      return End.pending("training-batches");
    }
    Facts.Batch batch = facts.batches.get(iteration);
    boolean any = batch.kept().keySet().stream().anyMatch(p -> !trained(p, iteration).isEmpty());
    if (any) {
      return End.trained();
    }
    return batch.kept().isEmpty()
        ? End.expired("every group of the iteration expired")
        : End.filtered("none of its samples could be trained on");
  }

  End group(String prefix) {
    Facts.Group group = facts.groups.get(prefix);
    if (group.closed() == GroupClose.EXPIRED) {
      return End.expired("too few members at the deadline");
    }
    Facts.Batch batch = facts.batches.get(group.iteration());
    if (batch == null) {
      return End.pending("scored-groups");
    }
    if (!batch.kept().containsKey(prefix)) {
      return lettered("scored-groups", prefix, "in no batch, for no known reason");
    }
    Facts.Training training = facts.trained.get(group.iteration());
    if (training == null) {
      return End.pending("training-batches");
    }
    if (!trained(prefix, group.iteration()).isEmpty()) {
      return End.trained();
    }
    return leftOut(training.leftOut().get(prefix));
  }

  End task(String prefix) {
    End group = groupOrPending(prefix);
    DeadLetter letter = letter("rollout-tasks", prefix);
    if (group.fate() != Fate.TRAINED && letter != null) {
      return End.deadLetter(letter.kind());
    }
    return group;
  }

  End candidate(String prefix, int candidate) {
    if (!facts.tasks.containsKey(prefix)) {
      DeadLetter letter = any("clip-candidates", prefix + "/" + candidate);
      return letter == null ? End.pending("clip-candidates") : End.deadLetter(letter.kind());
    }
    Facts.Group group = facts.groups.get(prefix);
    if (group == null) {
      return End.pending("clip-candidates");
    }
    if (!group.members().contains(candidate)) {
      return missing(group, prefix, candidate);
    }
    End end = group(prefix);
    if (end.fate() != Fate.TRAINED) {
      return end;
    }
    if (trained(prefix, group.iteration()).contains(candidate)) {
      return End.trained();
    }
    Facts.LeftOut left = facts.trained.get(group.iteration()).leftOut().get(prefix);
    return left != null && left.candidates().contains(candidate)
        ? leftOut(left)
        : End.filtered("not kept by Best-of-N");
  }

  End scenario(String id) {
    Set<Fate> groups = new HashSet<>();
    tasksOfScenario.getOrDefault(id, List.of()).forEach(task -> groups.add(task(task).fate()));
    if (groups.contains(Fate.TRAINED)) {
      return End.trained();
    }
    ScenarioOutcome left = facts.outcomes.get(id);
    DeadLetter letter = letter("prompt-actions", id);
    if (left == null) {
      return letter == null || wasAdmitted(id)
          ? new End(Fate.POOLED, "")
          : End.deadLetter(letter.kind());
    }
    if (left.getOutcome() == ScenarioEnd.EXPIRED) {
      return End.expired("too old when its turn came");
    }
    if (left.getOutcome() == ScenarioEnd.FILTERED) {
      return End.filtered(kind(left.getReason()));
    }
    return groups.contains(Fate.PENDING)
        ? End.pending("rollout-tasks")
        : End.expired("none of its groups could be trained on");
  }

  /** Whether one of its records did not become a dead letter. */
  private boolean wasAdmitted(String id) {
    return !facts.lettered.containsAll(facts.scenarios.getOrDefault(id, Set.of()));
  }

  private End groupOrPending(String prefix) {
    if (facts.groups.containsKey(prefix)) {
      return group(prefix);
    }
    Map<Integer, ?> generated = facts.candidates.get(prefix);
    if (generated == null) {
      return End.pending("rollout-tasks");
    }
    return End.pending(facts.answers.containsKey(prefix) ? "clip-scores" : "clip-candidates");
  }

  /** The candidates of a trained batch's group that were trained on. */
  private Set<Integer> trained(String prefix, int iteration) {
    Set<Integer> kept =
        new HashSet<>(facts.batches.get(iteration).kept().getOrDefault(prefix, Set.of()));
    Facts.LeftOut left = facts.trained.get(iteration).leftOut().get(prefix);
    if (left != null) {
      kept.removeAll(left.candidates());
    }
    return kept;
  }

  private static End leftOut(Facts.LeftOut left) {
    if (left == null) {
      return End.filtered("no member was kept by Best-of-N");
    }
    String kind = kind(left.reason());
    return kind.equals("stale") ? End.expired("stale") : End.deadLetter(kind);
  }

  private End missing(Facts.Group group, String prefix, int candidate) {
    DeadLetter letter = any("clip-candidates", prefix + "/" + candidate);
    if (letter != null && !letter.isDuplicate()) {
      return End.deadLetter(letter.kind());
    }
    return group.closed() == GroupClose.EXPIRED
        ? End.expired("too few members at the deadline")
        : End.filtered("without every score at the deadline");
  }

  private End lettered(String role, String id, String otherwise) {
    DeadLetter letter = any(role, id);
    return End.deadLetter(letter == null ? otherwise : letter.kind());
  }

  /** A letter that decides: not one of a second attempt, nor of a record that came too late. */
  private DeadLetter letter(String role, String id) {
    DeadLetter letter = any(role, id);
    return letter == null || letter.isDuplicate() || letter.isLate() ? null : letter;
  }

  private DeadLetter any(String role, String id) {
    return facts.letters.getOrDefault(role, Map.of()).get(id);
  }

  /** The part of a reason before its details. */
  private static String kind(String reason) {
    int end = reason.indexOf(':');
    return end > 0 ? reason.substring(0, end) : reason;
  }
}
