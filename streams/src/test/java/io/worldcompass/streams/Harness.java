package io.worldcompass.streams;

import io.worldcompass.schemas.AvroSerdes;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** A topology under test with the real serdes, the real settings, and a clock of its own. */
final class Harness implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final String RUN = "test";

  final Topics topics;
  private final Config config;
  private final BiFunction<Topics, Config, Topology> build;
  private TopologyTestDriver driver;
  private Instant now = START;

  Harness(Config config, BiFunction<Topics, Config, Topology> build) {
    this.config = config;
    this.build = build;
    this.topics = topics();
    this.driver = driver();
  }

  static Topics topics() {
    return new Topics(RUN, 2, new AvroSerdes("mock://streams-test"));
  }

  /** A configuration of small sizes; arguments are key, value, key, value. */
  static Config config(Object... keysAndValues) {
    ConfigLoader loader =
        new ConfigLoader()
            .option("run.name", RUN, "test")
            .option("kafka.bootstrap-servers", "unused:9092", "test")
            .option("storage.data", "target/test-data", "test");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      loader.option((String) keysAndValues[i], keysAndValues[i + 1].toString(), "test");
    }
    return loader.load();
  }

  private TopologyTestDriver driver() {
    Properties settings = StreamsSettings.of("test", config, topics);
    // With transactions the driver (4.3.1) forgets dead letters of records that it cannot read.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    return new TopologyTestDriver(build.apply(topics, config), settings, now);
  }

  <V extends SpecificRecord> void send(Topic<String, V> topic, String key, V value) {
    driver
        .createInputTopic(topic.name(), topic.key().serializer(), topic.value().serializer())
        .pipeInput(key, value);
  }

  <V extends SpecificRecord> void send(Topic<String, V> topic, String key, V value, Instant time) {
    driver
        .createInputTopic(topic.name(), topic.key().serializer(), topic.value().serializer())
        .pipeInput(key, value, time);
  }

  void sendBytes(Topic<String, ?> topic, String key, byte[] value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(key, value);
  }

  <V extends SpecificRecord> List<V> read(Topic<String, V> topic) {
    return driver
        .createOutputTopic(topic.name(), topic.key().deserializer(), topic.value().deserializer())
        .readValuesToList();
  }

  /** The dead letters since the last call. */
  List<TestRecord<byte[], byte[]>> deadLetters() {
    return driver
        .createOutputTopic(
            topics.deadLetters.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** The messages of the dead letters since the last call. */
  List<String> deadLetterMessages() {
    return deadLetters().stream()
        .map(letter -> header(letter, "__streams.errors.message"))
        .toList();
  }

  static String header(TestRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  void advance(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  double metric(String name) {
    return driver.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .mapToDouble(entry -> (double) entry.getValue().metricValue())
        .sum();
  }

  /** The metric of one thing; 0 when there is none. */
  double metric(String name, String tagValue) {
    return driver.metrics().entrySet().stream()
        .filter(
            entry ->
                entry.getKey().name().equals(name) && entry.getKey().tags().containsValue(tagValue))
        .mapToDouble(entry -> (double) entry.getValue().metricValue())
        .sum();
  }

  int entries(String store) {
    return Math.toIntExact(driver.getKeyValueStore(store).approximateNumEntries());
  }

  /**
   * Continues after a pause in a new instance with the state of the old one, as after a restore.
   */
  void restart(Duration pause) {
    now = now.plus(pause);
    TopologyTestDriver old = driver;
    driver = driver();
    old.getAllStateStores().keySet().forEach(name -> copy(old, name));
    old.close();
  }

  private void copy(TopologyTestDriver from, String name) {
    KeyValueStore<Object, Object> source = from.getKeyValueStore(name);
    KeyValueStore<Object, Object> target = driver.getKeyValueStore(name);
    try (KeyValueIterator<Object, Object> all = source.all()) {
      all.forEachRemaining(entry -> target.put(entry.key, entry.value));
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
