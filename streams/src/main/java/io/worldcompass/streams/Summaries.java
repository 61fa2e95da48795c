package io.worldcompass.streams;

import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.avro.RewardSummary;
import io.worldcompass.schemas.avro.ScoredCandidate;
import io.worldcompass.schemas.avro.ScoredGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;

/** Reward statistics that can be merged: a group's, then a window's. */
final class Summaries {
  private Summaries() {}

  /**
   * The summaries of a group, each under its dimensions: for every reward, and for every further
   * measure as REWARD.MEASURE.
   */
  static List<KeyValue<String, RewardSummary>> of(ScoredGroup group) {
    if (group == null) {
      throw new RejectedRecordException(RejectedRecordException.Reason.INVALID, "no value");
    }
    List<KeyValue<String, RewardSummary>> all = new ArrayList<>();
    for (ScoredCandidate member : group.getMembers()) {
      member.getRewards().forEach((name, value) -> all.add(single(member, name, value)));
      member.getDetails().forEach((name, value) -> all.add(single(member, name, value)));
    }
    return merged(all);
  }

  private static KeyValue<String, RewardSummary> single(
      ScoredCandidate member, String reward, double value) {
    RewardSummary summary =
        RewardSummary.newBuilder()
            .setWindowStart(Instant.EPOCH)
            .setWindowEnd(Instant.EPOCH)
            .setReward(reward)
            .setActionClass(
                Action.ofLabel(member.getCandidate().getAction().getLabel()).actionClass())
            .setClipIndex(member.getCandidate().getClipIndex())
            .setPolicyVersion(member.getCandidate().getPolicyVersion())
            .setCount(1)
            .setMean(value)
            .setSpread(0)
            .setMin(value)
            .setMax(value)
            .build();
    return KeyValue.pair(dimensions(summary), summary);
  }

  private static List<KeyValue<String, RewardSummary>> merged(
      List<KeyValue<String, RewardSummary>> all) {
    Map<String, RewardSummary> byKey = new TreeMap<>();
    all.forEach(entry -> byKey.merge(entry.key, entry.value, Summaries::merge));
    return byKey.entrySet().stream()
        .map(entry -> KeyValue.pair(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Count, mean and spread of both together, by the parallel form of Welford's algorithm. */
  static RewardSummary merge(RewardSummary a, RewardSummary b) {
    long count = a.getCount() + b.getCount();
    double delta = b.getMean() - a.getMean();
    double squares = squares(a) + squares(b) + delta * delta * a.getCount() * b.getCount() / count;
    return RewardSummary.newBuilder(a)
        .setCount(count)
        .setMean(a.getMean() + delta * b.getCount() / count)
        .setSpread(Math.sqrt(squares / (count - 1)))
        .setMin(Math.min(a.getMin(), b.getMin()))
        .setMax(Math.max(a.getMax(), b.getMax()))
        .build();
  }

  /** Key and value as they stand in the topic. */
  static KeyValue<String, RewardSummary> windowed(Windowed<String> window, RewardSummary summary) {
    Instant start = window.window().startTime();
    return KeyValue.pair(
        start + "/" + window.key(),
        RewardSummary.newBuilder(summary)
            .setWindowStart(start)
            .setWindowEnd(window.window().endTime())
            .build());
  }

  private static String dimensions(RewardSummary summary) {
    return String.join(
        "/",
        summary.getReward(),
        summary.getActionClass(),
        Integer.toString(summary.getClipIndex()),
        Integer.toString(summary.getPolicyVersion()));
  }

  /** Sum of squared deviations from the mean. */
  private static double squares(RewardSummary summary) {
    return summary.getSpread() * summary.getSpread() * (summary.getCount() - 1);
  }
}
