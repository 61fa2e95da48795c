package io.worldcompass.streams;

import io.worldcompass.schemas.avro.GroupClose;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.streams.RejectedRecordException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What best-of-n says about itself: metrics, and a log line for what needs a person's eye. */
final class GroupingReport {
  private static final Logger log = LoggerFactory.getLogger(GroupingReport.class);
  private static final Duration SAY_SO = Duration.ofSeconds(10);
  private static final int IDS_NAMED = 20;

  private final Map<GroupClose, Sensor> closed = new EnumMap<>(GroupClose.class);
  private final Map<Reason, Sensor> rejected = new EnumMap<>(Reason.class);
  private final Sensor orphans;
  private final Sensor open;
  private final Sensor waiting;
  private Instant lastLine = Instant.EPOCH;

  GroupingReport(ProcessorContext<?, ?> context) {
    Metrics metrics = new Metrics(context, "best-of-n");
    for (GroupClose close : List.of(GroupClose.COMPLETE, GroupClose.QUORUM, GroupClose.EXPIRED)) {
      closed.put(close, metrics.counter("groups-" + close.name().toLowerCase(Locale.ROOT)));
    }
    for (Reason reason : Reason.values()) {
      rejected.put(reason, metrics.counter("rejected-" + reason));
    }
    orphans = metrics.counter("orphans");
    open = metrics.gauge("open-groups");
    waiting = metrics.gauge("groups-past-half-deadline");
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
        "Dropped {} candidates and {} scores of {}: no task asked for them",
        entry.state().getCandidates(),
        entry.state().getAnswers(),
        entry.prefix());
  }

  /** Shows how many groups are open and names those past half of their deadline. */
  void open(int groups, List<String> late, Instant now) {
    open.record(groups);
    waiting.record(late.size());
    if (!late.isEmpty() && !now.isBefore(lastLine.plus(SAY_SO))) {
      lastLine = now;
      log.warn(
          "{} groups are past half of their deadline: {}{}",
          late.size(),
          String.join(", ", late.subList(0, Math.min(IDS_NAMED, late.size()))),
          late.size() > IDS_NAMED ? ", ..." : "");
    }
  }
}
