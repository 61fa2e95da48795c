package io.worldcompass.schemas.kafka;

import io.worldcompass.schemas.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

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
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(deadLetters.name(), origin.key(), origin.value());
    header(letter, EXCEPTION, reason.getClass().getName());
    header(letter, MESSAGE, String.valueOf(reason.getMessage()));
    header(letter, TOPIC, origin.topic());
    header(letter, PARTITION, Integer.toString(origin.partition()));
    header(letter, OFFSET, Long.toString(origin.offset()));
    return letter;
  }

  private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
