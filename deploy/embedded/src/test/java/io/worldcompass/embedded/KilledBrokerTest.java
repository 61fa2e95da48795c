package io.worldcompass.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KilledBrokerTest {
  private static final int WRITTEN = 4000;
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 1000;

  @TempDir Path dir;

  @Test
  void noAcknowledgedRecordIsLostAndAWriterGoesOnAfterKillNine() throws Exception {
    ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      BrokerProcess first = BrokerProcess.start(dir, EmbeddedBroker.ANY_PORT);
      Records.create(first.bootstrapServers(), "log");
      Future<?> writer = thread.submit(() -> write(first.bootstrapServers(), acknowledged, enough));
      enough.await();
      first.close();
      long killed = System.nanoTime();
      try (BrokerProcess second = BrokerProcess.start(dir, first.port())) {
        System.out.printf(
            "ready again %d ms after kill -9%n", (System.nanoTime() - killed) / 1_000_000);
        writer.get();
        assertThat(acknowledged).hasSize(WRITTEN);
        assertThat(Records.read(second.bootstrapServers(), "log"))
            .containsExactlyElementsOf(
                IntStream.range(0, WRITTEN).mapToObj(Integer::toString).toList());
      }
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aSecondProcessOnTheSameDirectoryEndsWithOneLineThatNamesTheFirst() throws Exception {
    try (BrokerProcess first = BrokerProcess.start(dir, EmbeddedBroker.ANY_PORT)) {
      assertThat(DataDirectory.isInUse(dir)).isTrue();
      Process second =
          new ProcessBuilder(BrokerProcess.command(dir, EmbeddedBroker.ANY_PORT)).start();
      String error = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(second.waitFor()).isEqualTo(1);
      assertThat(error.lines().toList())
          .isEqualTo(
              List.of(
                  "The data directory %s is in use by another process (%d); stop it first or choose another directory."
                      .formatted(dir, first.pid())));
    }
    assertThat(DataDirectory.isInUse(dir)).isFalse();
  }

  private static void write(
      String bootstrap, ConcurrentLinkedQueue<String> acknowledged, CountDownLatch enough) {
    try (KafkaProducer<String, String> producer = Records.producer(bootstrap)) {
      for (int i = 0; i < WRITTEN; i++) {
        String value = Integer.toString(i);
        Future<?> unused =
            producer.send(
                new ProducerRecord<>("log", value),
                (metadata, failure) -> {
                  if (failure == null) {
                    acknowledged.add(value);
                    enough.countDown();
                  }
                });
        if (i == ACKNOWLEDGED_BEFORE_THE_KILL) {
          producer.flush();
        }
      }
    }
  }
}
