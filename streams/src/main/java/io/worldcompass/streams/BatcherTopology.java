package io.worldcompass.streams;

import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.config.Config;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * scored-groups to training-batches: advantages, optimality and selection, iteration by iteration.
 */
public final class BatcherTopology {
  private final Topics topics;
  private final Config config;

  public BatcherTopology(Topics topics, Config config) {
    this.topics = topics;
    this.config = config;
  }

  /** Builds the topology; it starts nothing. */
  public Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(InMemory.store(Batching.GROUPS, topics.scoredGroups.value()));
    builder.addStateStore(Counters.store(Batching.COUNTERS));
    BatchAssembler assembler =
        new BatchAssembler(config.run().name(), config.run().seed(), config.algorithm());

    builder.stream(
            topics.scoredGroups.name(),
            Consumed.with(topics.scoredGroups.key(), topics.scoredGroups.value())
                .withName("scored-groups"))
        .process(
            () -> new Batching(assembler), Named.as("batching"), Batching.GROUPS, Batching.COUNTERS)
        .to(
            topics.trainingBatches.name(),
            Produced.with(topics.trainingBatches.key(), topics.trainingBatches.value())
                .withName("training-batches"));
    return builder.build();
  }
}
