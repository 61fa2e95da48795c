package io.worldcompass.app;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a whole topic as it stands: what is committed when the scan begins. */
final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(200);

  private TopicScan() {}

  /** Hands every record with its decoded value to the visitor, in order within a partition. */
  static <V> void each(
      KafkaClients clients,
      Topic<?, V> topic,
      BiConsumer<ConsumerRecord<byte[], byte[]>, V> visitor) {
    try (Consumer<byte[], byte[]> consumer = clients.reader("scan-" + topic.role())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          visitor.accept(record, topic.decode(record.value()));
        }
      }
    }
  }
}
