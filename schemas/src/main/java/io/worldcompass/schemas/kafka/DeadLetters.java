package io.worldcompass.schemas.kafka;

import io.worldcompass.schemas.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Makes dead letters: the original bytes, with reason and origin in headers. The names are those of
 * Kafka Streams' dead-letter queue (KIP-1034), so that one reader understands all.
 */
public final class DeadLetters {
  public static final String EXCEPTION = "__streams.errors.exception";
  public static final String MESSAGE = "__streams.errors.message";
  public static final String TOPIC = "__streams.errors.topic";
  public static final String PARTITION = "__streams.errors.partition";
  public static final String OFFSET = "__streams.errors.offset";

  private DeadLetters() {}

  /** The dead letter of a record that could not be used. */
  public static ProducerRecord<byte[], byte[]> of(
      Topic<byte[], byte[]> deadLetters, ConsumerRecord<byte[], byte[]> origin, Throwable reason) {
    return new ProducerRecord<>(
        deadLetters.name(),
        null,
        origin.key(),
        origin.value(),
        headers(reason, origin.topic(), origin.partition(), origin.offset()));
  }

  /** The headers that say why a record is a dead letter, and where it was read. */
  public static Headers headers(Throwable reason, String topic, int partition, long offset) {
    Headers headers = new RecordHeaders();
    header(headers, EXCEPTION, reason.getClass().getName());
    header(headers, MESSAGE, String.valueOf(reason.getMessage()));
    header(headers, TOPIC, topic);
    header(headers, PARTITION, Integer.toString(partition));
    header(headers, OFFSET, Long.toString(offset));
    return headers;
  }

  private static void header(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
