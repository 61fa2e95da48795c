package io.worldcompass.schemas.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka clients of a run. All of them speak bytes: a record that cannot be decoded must still reach
 * the dead letters as it was.
 */
public final class KafkaClients {
  /** Bounds how long readers wait behind a transaction whose writer died. */
  private static final int TRANSACTION_TIMEOUT_MS = 15_000;

  /** How long a killed member keeps its partitions; Kafka's default is 45 s. */
  private static final int SESSION_TIMEOUT_MS = 10_000;

  private static final int LARGEST_RECORD_BYTES = 16 << 20;

  private final String run;
  private final Map<String, Object> common;

  /**
   * Clients of a run.
   *
   * @param run the run's name, prefix of client, group and transactional ids
   * @param bootstrapServers host:port list
   * @param properties further client properties, for instance security settings
   */
  public KafkaClients(String run, String bootstrapServers, Map<String, String> properties) {
    this.run = run;
    this.common = new HashMap<>(properties);
    common.put("bootstrap.servers", bootstrapServers);
  }

  /** Name of a group or id in this run. */
  public String scoped(String name) {
    return run + "-" + name;
  }

  /** Connection settings, to be completed for another kind of client. */
  public Map<String, Object> connection() {
    return new HashMap<>(common);
  }

  public Admin admin() {
    return Admin.create(with("admin"));
  }

  /** A producer whose retries write nothing twice. */
  public Producer<byte[], byte[]> producer(String id) {
    return new KafkaProducer<>(
        producerConfig(id), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A transactional producer, initialised: an earlier one with the same id is fenced by it. */
  public Producer<byte[], byte[]> transactionalProducer(String id) {
    Map<String, Object> config = producerConfig(id);
    config.put("transactional.id", scoped(id));
    config.put("transaction.timeout.ms", TRANSACTION_TIMEOUT_MS);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  /** A consumer of committed records that never commits by itself. */
  public Consumer<byte[], byte[]> consumer(String group, int maxPollRecords) {
    Map<String, Object> config = with(group);
    config.put("group.id", scoped(group));
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    config.put("max.poll.records", maxPollRecords);
    config.put("session.timeout.ms", SESSION_TIMEOUT_MS);
    config.put("max.partition.fetch.bytes", LARGEST_RECORD_BYTES);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A consumer for reading along: assigned by hand, in no group. */
  public Consumer<byte[], byte[]> reader(String id) {
    Map<String, Object> config = with(id);
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    config.put("max.partition.fetch.bytes", LARGEST_RECORD_BYTES);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A member of a share group (KIP-932) that takes one record at a time and answers for each. */
  public ShareConsumer<byte[], byte[]> shareConsumer(String group, String member) {
    Map<String, Object> config = with(member);
    config.put("group.id", scoped(group));
    config.put("share.acknowledgement.mode", "explicit");
    // The default mode hoards a fetch's worth of tasks; a GPU task is worth a fetch of its own.
    config.put("share.acquire.mode", "record_limit");
    config.put("max.poll.records", 1);
    return new KafkaShareConsumer<>(
        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> producerConfig(String id) {
    Map<String, Object> config = with(id);
    config.put("acks", "all");
    config.put("enable.idempotence", true);
    config.put("max.request.size", LARGEST_RECORD_BYTES);
    config.put("compression.type", "lz4");
    return config;
  }

  private Map<String, Object> with(String id) {
    Map<String, Object> config = connection();
    config.put("client.id", scoped(id));
    return config;
  }
}
