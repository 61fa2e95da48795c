package io.worldcompass.streams;

import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.config.Config;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;

/** How every topology runs. */
final class StreamsSettings {
  /** As large as training-batches allows a record to be. */
  private static final int LARGEST_RECORD = 16 << 20;

  /**
   * After a kill, the dead member holds its partitions this long. The default of 45 s is most of a
   * laptop's patience; pauses of 10 s do not occur with heaps this small.
   */
  private static final int SESSION_TIMEOUT_MS = 10_000;

  private StreamsSettings() {}

  /**
   * The properties of a role.
   *
   * @throws IllegalArgumentException when no broker is configured
   */
  static Properties of(String role, Config config, Topics topics) {
    String servers = config.kafka().bootstrapServers();
    if (servers.isBlank()) {
      throw new IllegalArgumentException(
          "no broker: set kafka.bootstrap-servers, or start one with `local`");
    }
    String id = config.run().name() + "-" + role;
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
    properties.put(StreamsConfig.CLIENT_ID_CONFIG, id);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG,
        config.storage().data().resolve("streams").toAbsolutePath().toString());
    guarantees(properties, topics);
    sizes(properties, config);
    timing(properties, config);
    properties.putAll(config.kafka().properties());
    return properties;
  }

  private static void guarantees(Properties properties, Topics topics) {
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // State must be found again by name when a topology changes.
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(
        StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.deadLetters.name());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UndecodableRecords.class);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndContinueProcessingExceptionHandler.class);
  }

  private static void sizes(Properties properties, Config config) {
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.kafka().replication());
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.kafka().standbyReplicas());
    if (config.kafka().minInsyncReplicas() > 0) {
      properties.put(
          StreamsConfig.topicPrefix("min.insync.replicas"),
          Integer.toString(config.kafka().minInsyncReplicas()));
    }
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_RECORD);
    properties.put(
        StreamsConfig.topicPrefix("max.message.bytes"), Integer.toString(LARGEST_RECORD));
  }

  private static void timing(Properties properties, Config config) {
    long commit = Math.max(1, config.kafka().commitInterval().toMillis());
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commit);
    // Else a commit that falls due while the thread waits for records waits up to 100 ms more.
    properties.put(StreamsConfig.POLL_MS_CONFIG, commit);
    // The newer `streams` protocol of 4.3 starts slower, has no static membership and ignores the
    // client's standby settings.
    properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
  }
}
