package io.worldcompass.streams;

import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology. A thread that dies is replaced; when threads keep dying the role stops and
 * keeps the last error.
 */
public final class StreamsRole implements Role {
  private static final Logger log = LoggerFactory.getLogger(StreamsRole.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final String name;
  private final KafkaStreams streams;
  private final ReplacementBudget budget = new ReplacementBudget();
  private volatile Throwable failure;

  /**
   * A role that is not started yet.
   *
   * @param name the role's name, part of the application id RUN-NAME
   * @param topology what it runs
   * @param config broker, replication, commit interval, data directory, further client properties
   * @param topics the run's topics, for the dead letters
   * @throws IllegalArgumentException when no broker is configured
   */
  public StreamsRole(String name, Topology topology, Config config, Topics topics) {
    this.name = name;
    this.streams = new KafkaStreams(topology, StreamsSettings.of(name, config, topics));
    streams.setUncaughtExceptionHandler(this::onDeadThread);
    StateMoves moves = new StateMoves(name);
    streams.setGlobalStateRestoreListener(moves);
    streams.setStandbyUpdateListener(moves);
  }

  /** The planner; {@code iterations} is the last one that it plans. */
  public static StreamsRole planner(Config config, Topics topics, int iterations) {
    return new StreamsRole(
        "planner", new PlannerTopology(topics, config, iterations).build(), config, topics);
  }

  /** The grouping of candidates and scores. */
  public static StreamsRole bestOfN(Config config, Topics topics) {
    return new StreamsRole(
        "best-of-n", new BestOfNTopology(topics, config).build(), config, topics);
  }

  /** The maker of training batches. */
  public static StreamsRole batcher(Config config, Topics topics) {
    return new StreamsRole("batcher", new BatcherTopology(topics, config).build(), config, topics);
  }

  /** The maker of reward summaries. */
  public static StreamsRole monitoring(Config config, Topics topics) {
    return new StreamsRole(
        "monitoring", new MonitoringTopology(topics, config).build(), config, topics);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    streams.start();
  }

  @Override
  public boolean healthy() {
    return failure == null
        && switch (streams.state()) {
          case CREATED, REBALANCING, RUNNING -> true;
          default -> false;
        };
  }

  @Override
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Everything that Kafka Streams and the processors measure, by name. */
  public Map<MetricName, ? extends Metric> metrics() {
    return streams.metrics();
  }

  /** Leaves the group, so that a restart need not wait for the old member's session to end. */
  @Override
  public void close() {
    boolean closed =
        streams.close(
            CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (!closed) {
      log.warn("{} did not stop within {} s", name, CLOSE_TIMEOUT.toSeconds());
    }
  }

  private StreamThreadExceptionResponse onDeadThread(Throwable error) {
    if (budget.take(System.nanoTime())) {
      log.warn("{}: a stream thread died and is replaced", name, error);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    log.error("{}: stream threads keep dying; stopping", name, error);
    failure = error;
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }
}
