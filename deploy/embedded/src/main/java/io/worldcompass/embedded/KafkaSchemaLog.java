package io.worldcompass.embedded;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The compacted topic {@code _schemas}. One writer at a time: the lock of the broker's data
 * directory sees to that.
 */
final class KafkaSchemaLog implements SchemaLog, AutoCloseable {
  static final String TOPIC = "_schemas";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final int LIMIT_MS = 20_000;

  private final String bootstrapServers;
  private final KafkaProducer<String, String> producer;

  private KafkaSchemaLog(String bootstrapServers, KafkaProducer<String, String> producer) {
    this.bootstrapServers = bootstrapServers;
    this.producer = producer;
  }

  /** Creates the topic where there is none. */
  static KafkaSchemaLog open(String bootstrapServers) {
    createTopic(bootstrapServers);
    Map<String, Object> settings = connection(bootstrapServers);
    settings.put("acks", "all");
    settings.put("max.block.ms", LIMIT_MS);
    settings.put("delivery.timeout.ms", LIMIT_MS);
    return new KafkaSchemaLog(
        bootstrapServers,
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()));
  }

  @Override
  public SchemaIndex read() {
    SchemaIndex index = new SchemaIndex();
    Map<String, Object> settings = connection(bootstrapServers);
    settings.put("default.api.timeout.ms", LIMIT_MS);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
      long deadline = System.nanoTime() + Duration.ofMillis(LIMIT_MS).toNanos();
      while (consumer.position(PARTITION) < end) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(TOPIC + " could not be read to its end");
        }
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(r -> SchemaRecord.apply(r.key(), r.value(), index));
      }
    }
    return index;
  }

  /**
   * Returns when the record is on the broker; when it throws, the record may or may not be there.
   */
  @Override
  public void append(SchemaRecord entry) {
    try {
      producer.send(new ProducerRecord<>(TOPIC, 0, entry.key(), entry.value())).get();
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  private static Map<String, Object> connection(String bootstrapServers) {
    return new HashMap<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "client.id",
            "schema-registry",
            "request.timeout.ms",
            LIMIT_MS / 2));
  }

  private static void createTopic(String bootstrapServers) {
    NewTopic topic =
        new NewTopic(TOPIC, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact"));
    Map<String, Object> settings = connection(bootstrapServers);
    settings.put("default.api.timeout.ms", LIMIT_MS);
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }
}
