package io.worldcompass.streams;

import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.avro.GroupState;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.streams.RejectedRecordException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The groups that wait for members. Only a task makes a group: members that come before it are
 * kept, and counted when it comes.
 */
final class OpenGroups {
  private final KeyValueStore<String, GroupState> groups;
  private final GroupMembers members;
  private final ClosedGroups closed;

  OpenGroups(KeyValueStore<String, GroupState> groups, GroupMembers members, ClosedGroups closed) {
    this.groups = groups;
    this.members = members;
    this.closed = closed;
  }

  /** An open group and its state. */
  record Entry(String prefix, GroupState state) {}

  /** The group's state after the task; rejects a second one. */
  GroupState add(RolloutTask task, Instant now) {
    GroupState group = find(task.getPrefixId(), task.getIteration(), now);
    if (known(group)) {
      throw rejected(Reason.DUPLICATE, "task " + task.getPrefixId() + " was seen before");
    }
    group.setScenarioId(task.getScenarioId());
    group.setClipIndex(task.getClipIndex());
    group.setGroupSize(task.getGroupSize());
    group.setLeastPolicyVersion(task.getLeastPolicyVersion());
    group.setPrefixes(task.getPrefixes());
    groups.put(task.getPrefixId(), group);
    return group;
  }

  /** The group's state after the candidate; rejects a late, second or misfit one. */
  GroupState add(ClipCandidate candidate, Instant now) {
    GroupState group = find(candidate.getPrefixId(), candidate.getIteration(), now);
    checkIndex(group, candidate.getPrefixId(), candidate.getCandidate());
    if (!members.add(candidate)) {
      throw rejected(
          Reason.DUPLICATE,
          name(candidate.getPrefixId(), candidate.getCandidate()) + " was generated before");
    }
    group.setCandidates(group.getCandidates() + 1);
    groups.put(candidate.getPrefixId(), group);
    return group;
  }

  /** The group's state after the score; rejects a late, second or misfit one. */
  GroupState add(ClipScore score, Instant now) {
    GroupState group = find(score.getPrefixId(), score.getIteration(), now);
    checkIndex(group, score.getPrefixId(), score.getCandidate());
    if (!Rewards.NAMES.contains(score.getReward())) {
      throw rejected(
          Reason.INVALID, "unknown reward '" + score.getReward() + "', not of " + Rewards.NAMES);
    }
    if (!members.add(score)) {
      throw rejected(
          Reason.DUPLICATE,
          score.getReward()
              + " of "
              + name(score.getPrefixId(), score.getCandidate())
              + " was scored before");
    }
    group.setAnswers(group.getAnswers() + 1);
    groups.put(score.getPrefixId(), group);
    checkRange(score);
    return group;
  }

  /**
   * Rejects a value that no scorer may give, after it was taken in as an answer: the record becomes
   * a dead letter, and the group need not wait for another.
   */
  private static void checkRange(ClipScore score) {
    Double value = score.getValue();
    boolean answered = value != null || score.getError() != null;
    if (!answered || (value != null && !Rewards.isInRange(score.getReward(), value))) {
      throw rejected(
          Reason.INVALID,
          score.getReward()
              + " of "
              + name(score.getPrefixId(), score.getCandidate())
              + " is "
              + value
              + ", expected "
              + Rewards.range(score.getReward()));
    }
  }

  /** Whether nothing more can come: every candidate has an answer for every reward. */
  static boolean answered(GroupState group) {
    return known(group)
        && group.getCandidates() == group.getGroupSize()
        && group.getAnswers() == group.getGroupSize() * Rewards.NAMES.size();
  }

  /** Whether the task has been seen, and not only members. */
  static boolean known(GroupState group) {
    return group.getGroupSize() > 0;
  }

  List<Entry> all() {
    List<Entry> open = new ArrayList<>();
    try (KeyValueIterator<String, GroupState> entries = groups.all()) {
      entries.forEachRemaining(entry -> open.add(new Entry(entry.key, entry.value)));
    }
    return open;
  }

  void remove(String prefix) {
    groups.delete(prefix);
    members.remove(prefix);
  }

  private GroupState find(String prefix, int iteration, Instant now) {
    closed
        .reason(iteration, prefix)
        .ifPresent(
            why -> {
              throw rejected(Reason.LATE, prefix + ": " + why);
            });
    GroupState group = groups.get(prefix);
    if (group == null) {
      return GroupState.newBuilder().setIteration(iteration).setFirstSeen(now).build();
    }
    if (group.getIteration() != iteration) {
      throw rejected(
          Reason.INVALID,
          prefix + " belongs to iteration " + group.getIteration() + ", not " + iteration);
    }
    return group;
  }

  private static void checkIndex(GroupState group, String prefix, int candidate) {
    if (candidate < 0 || (known(group) && candidate >= group.getGroupSize())) {
      throw rejected(
          Reason.INVALID,
          name(prefix, candidate) + " does not exist in a group of " + group.getGroupSize());
    }
  }

  private static String name(String prefix, int candidate) {
    return "candidate " + candidate + " of " + prefix;
  }

  private static RejectedRecordException rejected(Reason reason, String message) {
    return new RejectedRecordException(reason, message);
  }
}
