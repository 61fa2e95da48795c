package io.worldcompass.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.worldcompass.schemas.config.Config;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsRoleTest {
  private final Config config =
      Harness.config(
          "kafka.bootstrap-servers",
          "localhost:1",
          "kafka.replication",
          3,
          "kafka.min-insync-replicas",
          2,
          "kafka.standby-replicas",
          1,
          "kafka.commit-interval",
          "20ms",
          "kafka.properties.security.protocol",
          "SSL");

  @Test
  void runsExactlyOnceUnderTheNameOfTheRun() {
    Properties settings = StreamsSettings.of("planner", config, Harness.topics());
    assertThat(settings)
        .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2)
        .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "test-planner")
        .containsEntry(StreamsConfig.REPLICATION_FACTOR_CONFIG, 3)
        .containsEntry(StreamsConfig.topicPrefix("min.insync.replicas"), "2")
        .containsEntry(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1)
        .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20L)
        .containsEntry(
            StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "test.dead-letters")
        .containsEntry("security.protocol", "SSL");
    assertThat(new StreamsConfig(settings).getString(StreamsConfig.GROUP_PROTOCOL_CONFIG))
        .isEqualTo("classic");
  }

  @Test
  void refusesToRunWithoutABroker() {
    Config nowhere = Harness.config("kafka.bootstrap-servers", "");
    assertThatThrownBy(() -> StreamsRole.batcher(nowhere, Harness.topics()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kafka.bootstrap-servers");
  }

  @Test
  void stopsInBoundedTimeWithoutABroker() {
    Config unreachable = Harness.config("kafka.bootstrap-servers", "localhost:1");
    StreamsRole role = StreamsRole.bestOfN(unreachable, Harness.topics());
    assertThat(role.healthy()).isTrue();
    assertThat(role.failure()).isEmpty();
    role.start();
    long start = System.nanoTime();
    role.close();
    role.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    assertThat(role.healthy()).isFalse();
  }

  @Test
  void aFewDeadThreadsAreReplacedAndMoreStopTheRole() {
    ReplacementBudget budget = new ReplacementBudget();
    long now = 0;
    for (int i = 0; i < 5; i++) {
      assertThat(budget.take(now)).isTrue();
    }
    assertThat(budget.take(now)).isFalse();
    assertThat(budget.take(now + Duration.ofMinutes(11).toNanos())).isTrue();
  }
}
