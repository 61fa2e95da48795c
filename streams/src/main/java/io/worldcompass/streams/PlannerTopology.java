package io.worldcompass.streams;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScenarioOutcome;
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
 * prompt-actions and policy-weights to rollout-tasks and scenario-outcomes: admission per
 * partition, then a bounded pool and the pace of the iterations in one place.
 */
public final class PlannerTopology {
  /** Scenario ids remembered against ingesting twice, at least, per partition. */
  private static final int REMEMBERED = 65_536;

  private final Topics topics;
  private final Config config;
  private final int iterations;

  /**
   * A planner.
   *
   * @param topics the run's topics
   * @param config the run's configuration
   * @param iterations the last iteration to plan; a later start with a larger number goes on
   */
  public PlannerTopology(Topics topics, Config config, int iterations) {
    this.topics = topics;
    this.config = config;
    this.iterations = iterations;
  }

  /** Builds the topology; it starts nothing. */
  public Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(InMemory.store(Pacing.POOL, Serdes.Long(), topics.promptActions.value()));
    builder.addStateStore(Counters.store(Pacing.COUNTERS));
    Plan plan = new Plan(config, iterations);

    KStream<String, SpecificRecord> decisions =
        scenarios(builder)
            .merge(weights(builder), Named.as("planner-inputs"))
            .process(() -> new Pacing(plan), Named.as("pacing"), Pacing.POOL, Pacing.COUNTERS);
    write(decisions, topics.rolloutTasks, RolloutTask.class);
    write(decisions, topics.scenarioOutcomes, ScenarioOutcome.class);
    return builder.build();
  }

  private static <V extends SpecificRecord> void write(
      KStream<String, SpecificRecord> decisions, Topic<String, V> topic, Class<V> type) {
    decisions
        .filter((key, value) -> type.isInstance(value), Named.as("only-" + topic.role()))
        .mapValues(type::cast, Named.as("as-" + topic.role()))
        .to(topic.name(), Produced.with(topic.key(), topic.value()).withName(topic.role()));
  }

  private KStream<String, SpecificRecord> scenarios(StreamsBuilder builder) {
    int remembered = Math.max(REMEMBERED, config.planner().poolSize());
    return builder.stream(
            topics.promptActions.name(),
            Consumed.with(topics.promptActions.key(), topics.promptActions.value())
                .withName("prompt-actions"))
        .process(Admission.supplier(remembered), Named.as("admission"))
        .repartition(
            Repartitioned.<String, PromptAction>as("planner-admitted")
                .withKeySerde(topics.promptActions.key())
                .withValueSerde(topics.promptActions.value())
                .withNumberOfPartitions(1))
        .mapValues(SpecificRecord.class::cast, Named.as("scenario"));
  }

  private KStream<String, SpecificRecord> weights(StreamsBuilder builder) {
    return builder.stream(
            topics.policyWeights.name(),
            Consumed.with(topics.policyWeights.key(), topics.policyWeights.value())
                .withName("policy-weights"))
        .mapValues(SpecificRecord.class::cast, Named.as("manifest"));
  }
}
