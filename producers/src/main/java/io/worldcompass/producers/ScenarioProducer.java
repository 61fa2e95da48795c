package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.kafka.BrokerUnreachableException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Writes scenarios to the prompt-actions topic, keyed by their id. The producer's retries write
 * nothing twice; a recording that is ingested again is written under the same ids, by which every
 * reader knows it. Observations are stored before the record that names them.
 */
public final class ScenarioProducer implements ScenarioSink, AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final Topic<String, PromptAction> topic;
  private final PromptActions records;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final AtomicInteger acknowledged = new AtomicInteger();

  /**
   * A sink to a topic.
   *
   * @param producer an idempotent one, closed with this
   * @param topic prompt-actions
   * @param observations gives each scenario its first frame
   * @param pseudonyms hides who played
   */
  public ScenarioProducer(
      Producer<byte[], byte[]> producer,
      Topic<String, PromptAction> topic,
      ObservationSource observations,
      Pseudonyms pseudonyms) {
    this.producer = producer;
    this.topic = topic;
    this.records = new PromptActions(observations, pseudonyms);
  }

  /**
   * Sends a scenario, without waiting for its acknowledgement.
   *
   * @throws IOException when the broker refused this or an earlier one
   * @throws BrokerUnreachableException when no broker answers
   */
  @Override
  public void accept(Scenario scenario) throws IOException {
    PromptAction value = records.of(scenario);
    byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
    send(new ProducerRecord<>(topic.name(), scenario.id().getBytes(UTF_8), bytes));
    check();
  }

  /**
   * Waits until the broker has everything.
   *
   * @throws IOException when it refused any
   * @throws BrokerUnreachableException when no broker answers
   */
  public void flush() throws IOException {
    producer.flush();
    check();
  }

  /** Scenarios that the broker has acknowledged so far; all of them after {@link #flush}. */
  public int acknowledged() {
    return acknowledged.get();
  }

  /** Flushes and closes the producer. */
  @Override
  public void close() throws IOException {
    try {
      flush();
    } finally {
      producer.close();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of every outcome
  private void send(ProducerRecord<byte[], byte[]> scenario) {
    try {
      producer.send(scenario, (metadata, error) -> answered(error));
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void answered(Exception error) {
    if (error == null) {
      acknowledged.incrementAndGet();
    } else {
      failure.compareAndSet(null, error);
    }
  }

  private void check() throws IOException {
    Exception first = failure.get();
    if (first instanceof TimeoutException) {
      throw new BrokerUnreachableException(first);
    }
    if (first != null) {
      throw new IOException(
          "scenarios could not be written to " + topic.name() + ": " + first, first);
    }
  }
}
