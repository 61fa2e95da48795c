package io.worldcompass.streams;

import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.avro.GroupState;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.streams.RejectedRecordException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Joins tasks, candidates and scores to groups and closes each exactly once: when everything is
 * answered, or at the deadline. The deadline counts from when this processor first heard of the
 * group, by its own clock, and starts anew when the processor does: an hour of standstill is not
 * the workers' fault. Emits scored groups, and the bytes of dead letters: members that no task
 * asked for.
 */
final class Grouping implements Processor<String, SpecificRecord, String, Object> {
  static final String OPEN = "best-of-n-open";
  static final String CANDIDATES = "best-of-n-candidates";
  static final String SCORES = "best-of-n-scores";
  static final String CLOSED = "best-of-n-closed";
  static final String EARLY = "best-of-n-early";

  private static final Duration CHECK = Duration.ofSeconds(1);

  /** Groups that have been open this long are named in metrics and log. */
  private static final Duration PENDING = Duration.ofSeconds(10);

  /** Far more than the K + 2 iterations that can be in flight. */
  private static final int REMEMBERED_ITERATIONS = 8;

  private final Config config;
  private final Topics topics;
  private final GroupClosing closing;
  private ProcessorContext<String, Object> context;
  private OpenGroups open;
  private GroupMembers members;
  private EarlyMembers early;
  private ClosedGroups closed;
  private GroupingReport report;
  private Instant runningSince;
  private Instant lastCheck;

  Grouping(Config config, Topics topics) {
    this.config = config;
    this.topics = topics;
    this.closing = new GroupClosing(config.groups().quorum());
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    this.context = context;
    members = new GroupMembers(context.getStateStore(CANDIDATES), context.getStateStore(SCORES));
    early = new EarlyMembers(context.getStateStore(EARLY), members, topics);
    closed =
        new ClosedGroups(
            context.getStateStore(CLOSED), config.planner().maxStaleness() + REMEMBERED_ITERATIONS);
    open = new OpenGroups(context.getStateStore(OPEN), members, closed);
    report = new GroupingReport(context);
    runningSince = now();
    lastCheck = runningSince;
    context.schedule(CHECK, PunctuationType.WALL_CLOCK_TIME, time -> closeOverdue());
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    try {
      GroupState group = add(record.key(), record.value());
      if (OpenGroups.answered(group)) {
        close(record.key(), group);
      }
    } catch (RejectedRecordException e) {
      report.rejected(e);
      throw e;
    }
  }

  /** The task may go on in another instance, which then speaks for its groups. */
  @Override
  public void close() {
    report.close();
  }

  private GroupState add(String key, SpecificRecord value) {
    if (value instanceof RolloutTask task) {
      check(key, task.getPrefixId());
      GroupState group = open.add(task, now());
      early.forget(key);
      return group;
    } else if (value instanceof ClipCandidate candidate) {
      check(key, candidate.getPrefixId());
      return member(GroupMembers.key(candidate), open.add(candidate, now()));
    } else if (value instanceof ClipScore score) {
      check(key, score.getPrefixId());
      return member(GroupMembers.key(score), open.add(score, now()));
    }
    throw new RejectedRecordException(Reason.INVALID, "no value");
  }

  private GroupState member(String key, GroupState group) {
    if (!OpenGroups.known(group)) {
      early.add(key, context.recordMetadata().orElseThrow());
    }
    return group;
  }

  /** Another key may lie in another partition than the rest of its group. */
  private static void check(String key, String prefix) {
    if (!prefix.equals(key)) {
      throw new RejectedRecordException(
          Reason.INVALID, "the key '" + key + "' is not the prefix id '" + prefix + "'");
    }
  }

  private void closeOverdue() {
    startAnewAfterAJump();
    Map<String, Long> waiting = new HashMap<>();
    List<OpenGroups.Entry> entries = open.all();
    for (OpenGroups.Entry entry : entries) {
      Duration age = age(entry.state());
      // Answered and still open: its last answer was rejected, and is a dead letter.
      if (OpenGroups.answered(entry.state()) || age.compareTo(config.groups().deadline()) >= 0) {
        end(entry);
      } else if (age.compareTo(PENDING) >= 0) {
        waiting.put(entry.prefix(), age.toSeconds());
      }
    }
    report.open(entries.size(), waiting, now());
  }

  /**
   * Checks come every second: a clock that went back, or on by more than two deadlines, was set, or
   * the machine slept. No worker is to blame for that, so all deadlines start anew.
   */
  private void startAnewAfterAJump() {
    Instant now = now();
    Duration sinceLast = Duration.between(lastCheck, now);
    if (sinceLast.isNegative()
        || sinceLast.compareTo(config.groups().deadline().multipliedBy(2)) > 0) {
      runningSince = now;
    }
    lastCheck = now;
  }

  private void end(OpenGroups.Entry entry) {
    if (OpenGroups.known(entry.state())) {
      close(entry.prefix(), entry.state());
    } else {
      early.letters(entry.prefix(), now()).forEach(context::forward);
      open.remove(entry.prefix());
      report.orphaned(entry);
    }
  }

  private void close(String prefix, GroupState group) {
    Instant now = now();
    ScoredGroup scored =
        closing.close(prefix, group, members.candidates(prefix), members.scores(prefix), now);
    open.remove(prefix);
    closed.close(group.getIteration(), prefix, scored.getClosed());
    context.forward(
        new Record<>(Integer.toString(group.getIteration()), scored, now.toEpochMilli()));
    report.closed(scored);
  }

  private Duration age(GroupState group) {
    Instant now = now();
    Instant since =
        group.getFirstSeen().isAfter(runningSince) && !group.getFirstSeen().isAfter(now)
            ? group.getFirstSeen()
            : runningSince;
    return Duration.between(since, now);
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }
}
