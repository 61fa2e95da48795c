package io.worldcompass.streams;

import io.worldcompass.schemas.avro.GroupClose;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.streams.RejectedRecordException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What best-of-n says about itself: metrics, and a log line for what needs a person's eye. */
final class GroupingReport {
  private static final Logger log = LoggerFactory.getLogger(GroupingReport.class);
  private static final Duration SAY_SO_AGAIN = Duration.ofMinutes(1);
  private static final int IDS_NAMED = 20;

  private final Map<GroupClose, Sensor> closed = new EnumMap<>(GroupClose.class);
  private final Map<Reason, Sensor> rejected = new EnumMap<>(Reason.class);
  private final Sensor orphans;
  private final Sensor open;
  private final Sensor waiting;
  private final Metrics metrics;
  private final Map<String, Sensor> pending = new HashMap<>();
  private Set<String> lastNamed = Set.of();
  private Instant lastLine = Instant.EPOCH;

  GroupingReport(ProcessorContext<?, ?> context) {
    metrics = new Metrics(context, "best-of-n");
    for (GroupClose close : List.of(GroupClose.COMPLETE, GroupClose.QUORUM, GroupClose.EXPIRED)) {
      closed.put(close, metrics.counter("groups-" + close.name().toLowerCase(Locale.ROOT)));
    }
    for (Reason reason : Reason.values()) {
      rejected.put(reason, metrics.counter("rejected-" + reason));
    }
    orphans = metrics.counter("orphans");
    open = metrics.gauge("open-groups");
    waiting = metrics.gauge("pending-groups");
  }

  void closed(ScoredGroup group) {
    closed.get(group.getClosed()).record();
    if (group.getClosed() != GroupClose.COMPLETE) {
      log.warn(
          "Group {} of iteration {} closed as {}: {}",
          group.getPrefixId(),
          group.getIteration(),
          group.getClosed(),
          group.getReason());
    }
  }

  void rejected(RejectedRecordException e) {
    rejected.get(e.reason()).record();
  }

  void orphaned(OpenGroups.Entry entry) {
    orphans.record();
    log.warn(
        "{} candidates and {} scores of {} go to the dead letters: no task asked for them",
        entry.state().getCandidates(),
        entry.state().getAnswers(),
        entry.prefix());
  }

  /**
   * Shows how many groups are open, and names those that wait.
   *
   * @param waits age in seconds by prefix id of the groups that have been open for a while
   */
  void open(int groups, Map<String, Long> waits, Instant now) {
    open.record(groups);
    waiting.record(waits.size());
    List<String> oldest =
        waits.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(IDS_NAMED)
            .map(Map.Entry::getKey)
            .toList();
    gauges(oldest, waits);
    // At once for a group that is new among them, then once a minute.
    boolean isNews = !lastNamed.containsAll(oldest);
    if (!oldest.isEmpty() && (isNews || !now.isBefore(lastLine.plus(SAY_SO_AGAIN)))) {
      lastLine = now;
      log.warn(
          "{} groups are pending, the oldest for {} s: {}{}",
          waits.size(),
          waits.get(oldest.get(0)),
          String.join(", ", oldest),
          waits.size() > IDS_NAMED ? ", ..." : "");
    }
    lastNamed = Set.copyOf(oldest);
  }

  /** Names nothing any more. */
  void close() {
    open.record(0);
    waiting.record(0);
    gauges(List.of(), Map.of());
  }

  /** One metric a pending group, with its id for a tag; as few as the log names. */
  private void gauges(List<String> ids, Map<String, Long> waits) {
    pending.keySet().stream().filter(id -> !ids.contains(id)).toList().forEach(this::removeGauge);
    ids.forEach(
        id ->
            pending
                .computeIfAbsent(id, i -> metrics.gauge("pending-group-seconds", "prefix-id", i))
                .record(waits.get(id)));
  }

  private void removeGauge(String id) {
    metrics.remove(pending.remove(id));
  }
}
