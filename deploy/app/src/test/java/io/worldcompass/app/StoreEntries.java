package io.worldcompass.app;

import io.worldcompass.schemas.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What the state stores of the stream processors hold, as their changelogs say. */
final class StoreEntries {
  private static final String CHANGELOG = "-changelog";

  private StoreEntries() {}

  /** Live entries by the name of the changelog's topic. */
  static Map<String, Integer> count(KafkaClients clients) {
    Map<String, Integer> entries = new TreeMap<>();
    try (Consumer<byte[], byte[]> reader = clients.reader("store-entries")) {
      reader
          .listTopics()
          .forEach(
              (topic, partitions) -> {
                if (topic.endsWith(CHANGELOG)) {
                  List<TopicPartition> all =
                      partitions.stream()
                          .map(p -> new TopicPartition(topic, p.partition()))
                          .toList();
                  entries.put(topic, live(reader, all).size());
                }
              });
    }
    return entries;
  }

  private static Set<String> live(
      Consumer<byte[], byte[]> reader, List<TopicPartition> partitions) {
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(reader.endOffsets(partitions));
    Set<String> live = new HashSet<>();
    while (ends.entrySet().stream().anyMatch(e -> reader.position(e.getKey()) < e.getValue())) {
      reader
          .poll(Duration.ofMillis(200))
          .forEach(
              record -> {
                String key =
                    record.partition()
                        + "/"
                        + new String(record.key(), StandardCharsets.ISO_8859_1);
                if (record.value() == null) {
                  live.remove(key);
                } else {
                  live.add(key);
                }
              });
    }
    return live;
  }
}
