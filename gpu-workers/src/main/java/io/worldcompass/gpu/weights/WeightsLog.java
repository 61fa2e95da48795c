package io.worldcompass.gpu.weights;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The published line of weights: follows policy-weights from its beginning. Not thread-safe, as the
 * consumer inside.
 */
public final class WeightsLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WeightsLog.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Topic<String, WeightsManifest> topic;
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final NavigableMap<Integer, WeightsManifest> byVersion = new TreeMap<>();

  /** Follows the topic with a reader of its own, named for logs and metrics. */
  public WeightsLog(Topic<String, WeightsManifest> topic, KafkaClients clients, String readerId) {
    this.topic = topic;
    this.consumer = clients.reader(readerId);
    this.partition = new TopicPartition(topic.name(), 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** Reads up to the end of what is committed now. */
  public WeightsLog readToEnd() {
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    while (consumer.position(partition) < end) {
      read(POLL);
    }
    return this;
  }

  /** Takes in manifests published since, waiting at most that long for one. */
  public void read(Duration wait) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      try {
        WeightsManifest manifest = topic.decode(record.value());
        byVersion.putIfAbsent(manifest.getVersion(), manifest);
      } catch (SerializationException e) {
        // The planner makes it a dead letter; who follows the weights goes on with the others.
        LOG.warn("offset {} of {} passed over: {}", record.offset(), topic.name(), e.getMessage());
      }
    }
  }

  /** The newest version seen, none before the trainer has published the base. */
  public Optional<WeightsManifest> latest() {
    return byVersion.isEmpty() ? Optional.empty() : Optional.of(byVersion.lastEntry().getValue());
  }

  /** One version. */
  public Optional<WeightsManifest> version(int version) {
    return Optional.ofNullable(byVersion.get(version));
  }

  /** Every version seen, oldest first. */
  public Collection<WeightsManifest> all() {
    return Collections.unmodifiableCollection(new ArrayList<>(byVersion.values()));
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
  }
}
