package io.worldcompass.app;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.kafka.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole topic as it stands: what is committed when the scan begins. A record that cannot be
 * decoded is passed over with a line in the log; its consumers have made it a dead letter.
 */
final class TopicScan {
  private static final Logger LOG = LoggerFactory.getLogger(TopicScan.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private TopicScan() {}

  /** Hands every record with its decoded value to the visitor, in order within a partition. */
  static <V> void each(
      KafkaClients clients,
      Topic<?, V> topic,
      BiConsumer<ConsumerRecord<byte[], byte[]>, V> visitor) {
    records(clients, topic, record -> visit(topic, record, visitor));
  }

  /** Hands the records since a time, with their decoded values, to the visitor. */
  static <V> void since(
      KafkaClients clients, Topic<?, V> topic, Instant from, Consumer<V> visitor) {
    read(
        clients,
        topic,
        TapStart.atTime(from),
        record -> visit(topic, record, (r, v) -> visitor.accept(v)));
  }

  /** Hands every record to the visitor as it is, in order within a partition. */
  static void records(
      KafkaClients clients, Topic<?, ?> topic, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    read(clients, topic, org.apache.kafka.clients.consumer.Consumer::seekToBeginning, visitor);
  }

  private static void read(
      KafkaClients clients,
      Topic<?, ?> topic,
      TapStart start,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    try (var consumer = clients.reader("scan-" + topic.role())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      start.seek(consumer, partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(POLL).forEach(visitor);
      }
    }
  }

  private static <V> void visit(
      Topic<?, V> topic,
      ConsumerRecord<byte[], byte[]> record,
      BiConsumer<ConsumerRecord<byte[], byte[]>, V> visitor) {
    V value;
    try {
      value = topic.decode(record.value());
    } catch (SerializationException e) {
      LOG.warn(
          "{}-{}@{} passed over: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      return;
    }
    visitor.accept(record, value);
  }
}
