package io.worldcompass.streams;

import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.RewardSummary;
import io.worldcompass.schemas.config.Config;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;

/**
 * scored-groups to reward-summaries: count, mean, spread and range of every reward in tumbling
 * windows, by action class, clip index and policy version. A window's summary is written again when
 * it changes, under the same key.
 */
public final class MonitoringTopology {
  private final Topics topics;
  private final Config config;

  public MonitoringTopology(Topics topics, Config config) {
    this.topics = topics;
    this.config = config;
  }

  /** Builds the topology; it starts nothing. */
  public Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    Duration window = config.monitoring().window();
    Serde<RewardSummary> summaries = topics.rewardSummaries.value();

    builder.stream(
            topics.scoredGroups.name(),
            Consumed.with(topics.scoredGroups.key(), topics.scoredGroups.value())
                .withName("scored-groups"))
        .flatMap((iteration, group) -> Summaries.of(group), Named.as("rewards-of-group"))
        .groupByKey(Grouped.with("reward-dimensions", Serdes.String(), summaries))
        .windowedBy(TimeWindows.ofSizeAndGrace(window, window))
        .reduce(
            Summaries::merge,
            Named.as("summarise"),
            Materialized.<String, RewardSummary>as(
                    Stores.inMemoryWindowStore(
                        "reward-windows", window.multipliedBy(2), window, false))
                .withKeySerde(Serdes.String())
                .withValueSerde(summaries))
        .toStream(Named.as("changed-windows"))
        .map(Summaries::windowed, Named.as("summary"))
        .to(
            topics.rewardSummaries.name(),
            Produced.with(topics.rewardSummaries.key(), summaries).withName("reward-summaries"));
    return builder.build();
  }
}
