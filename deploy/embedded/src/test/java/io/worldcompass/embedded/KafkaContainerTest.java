package io.worldcompass.embedded;

import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The same against Apache's own image, where Docker is available; skipped elsewhere. */
@Testcontainers(disabledWithoutDocker = true)
class KafkaContainerTest {
  @Container private static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka:4.3.1");

  @Test
  void recordsAndSchemasOfABrokerInAContainerAreReadAfterTheRegistryRestarts() {
    String broker = KAFKA.getBootstrapServers();
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(broker, EmbeddedRegistry.ANY_PORT)) {
      AvroRoundTrip.writeScores(broker, registry.url(), "scores", 20);
    }
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(broker, EmbeddedRegistry.ANY_PORT)) {
      AvroRoundTrip.expectScores(broker, registry.url(), "scores", 20);
    }
  }
}
