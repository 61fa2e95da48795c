package io.worldcompass.streams;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.config.Config;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * rollout-tasks, clip-candidates and clip-scores to scored-groups: every task becomes exactly one
 * closed group, COMPLETE, QUORUM or EXPIRED.
 */
public final class BestOfNTopology {
  private final Topics topics;
  private final Config config;

  public BestOfNTopology(Topics topics, Config config) {
    this.topics = topics;
    this.config = config;
  }

  /** Builds the topology; it starts nothing. */
  public Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(InMemory.store(Grouping.OPEN, topics.serdes().values()));
    builder.addStateStore(InMemory.store(Grouping.CANDIDATES, topics.clipCandidates.value()));
    builder.addStateStore(InMemory.store(Grouping.SCORES, topics.clipScores.value()));
    builder.addStateStore(InMemory.store(Grouping.CLOSED, Serdes.String()));
    builder.addStateStore(InMemory.store(Grouping.EARLY, Serdes.String()));

    KStream<String, Object> ends = ends(builder);
    ends.filter((key, value) -> value instanceof ScoredGroup, Named.as("only-scored-groups"))
        .mapValues(ScoredGroup.class::cast, Named.as("as-scored-groups"))
        .to(
            topics.scoredGroups.name(),
            Produced.with(topics.scoredGroups.key(), topics.scoredGroups.value())
                .withName("scored-groups"));
    ends.filter((key, value) -> value instanceof byte[], Named.as("only-dead-letters"))
        .mapValues(byte[].class::cast, Named.as("as-dead-letters"))
        .to(
            topics.deadLetters.name(),
            Produced.with(Serdes.String(), topics.deadLetters.value()).withName("dead-letters"));
    return builder.build();
  }

  /** Closed groups, and dead letters with their headers: members of no group. */
  private KStream<String, Object> ends(StreamsBuilder builder) {
    return tasks(builder)
        .merge(members(builder, topics.clipCandidates), Named.as("tasks-and-candidates"))
        .merge(members(builder, topics.clipScores), Named.as("group-inputs"))
        .process(
            () -> new Grouping(config, topics),
            Named.as("grouping"),
            Grouping.OPEN,
            Grouping.CANDIDATES,
            Grouping.SCORES,
            Grouping.CLOSED,
            Grouping.EARLY);
  }

  /** Tasks come from one partition and go to where their members are. */
  private KStream<String, SpecificRecord> tasks(StreamsBuilder builder) {
    return builder.stream(
            topics.rolloutTasks.name(),
            Consumed.with(topics.rolloutTasks.key(), topics.rolloutTasks.value())
                .withName("rollout-tasks"))
        .repartition(
            Repartitioned.<String, RolloutTask>as("best-of-n-tasks")
                .withKeySerde(topics.rolloutTasks.key())
                .withValueSerde(topics.rolloutTasks.value())
                .withNumberOfPartitions(topics.clipCandidates.partitions()))
        .mapValues(SpecificRecord.class::cast, Named.as("task"));
  }

  private static <V extends SpecificRecord> KStream<String, SpecificRecord> members(
      StreamsBuilder builder, Topic<String, V> topic) {
    return builder.stream(
            topic.name(), Consumed.with(topic.key(), topic.value()).withName(topic.role()))
        .mapValues(SpecificRecord.class::cast, Named.as("member-of-" + topic.role()));
  }
}
