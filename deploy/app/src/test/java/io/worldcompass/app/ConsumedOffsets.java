package io.worldcompass.app;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.kafka.KafkaClients;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Waits for what a consumer group has committed. */
final class ConsumedOffsets {
  private static final long PAUSE_MS = 50;

  private final KafkaClients clients;

  ConsumedOffsets(KafkaClients clients) {
    this.clients = clients;
  }

  /** Returns when the group has committed all that is on the topic now. */
  void awaitEnd(String group, Topic<?, ?> topic) {
    try (Admin admin = clients.admin()) {
      Map<TopicPartition, Long> ends = ends(admin, topic);
      while (!hasReached(admin, group, ends)) {
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private boolean hasReached(Admin admin, String group, Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(clients.scoped(group)).partitionsToOffsetAndMetadata().get();
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata at = committed.get(end.getKey());
              return end.getValue() == 0 || (at != null && at.offset() >= end.getValue());
            });
  }

  private static Map<TopicPartition, Long> ends(Admin admin, Topic<?, ?> topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        java.util.stream.IntStream.range(0, topic.partitions())
            .mapToObj(p -> new TopicPartition(topic.name(), p))
            .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
    return admin.listOffsets(wanted).all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }
}
