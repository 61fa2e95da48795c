package io.worldcompass.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Confluent's serializer into a broker, Confluent's deserializer out of it; the same against every
 * broker and registry.
 */
final class AvroRoundTrip {
  private static final Schema SCORE =
      SchemaBuilder.record("Score")
          .namespace("io.worldcompass.test")
          .fields()
          .requiredString("name")
          .requiredDouble("value")
          .endRecord();

  private AvroRoundTrip() {}

  static void writeScores(String bootstrap, String registry, String topic, int count) {
    Records.create(bootstrap, topic);
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "schema.registry.url", registry);
    try (KafkaAvroSerializer values = new KafkaAvroSerializer()) {
      values.configure(settings, false);
      try (KafkaProducer<String, Object> producer =
          new KafkaProducer<>(settings, new StringSerializer(), values)) {
        for (int i = 0; i < count; i++) {
          producer.send(new ProducerRecord<>(topic, score(i))).get();
        }
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  static void expectScores(String bootstrap, String registry, String topic, int count) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "schema.registry.url", registry);
    List<Object> read = new ArrayList<>();
    try (KafkaAvroDeserializer values = new KafkaAvroDeserializer()) {
      values.configure(settings, false);
      try (KafkaConsumer<String, Object> consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < count) {
          consumer.poll(Duration.ofMillis(200)).forEach(r -> read.add(r.value()));
        }
      }
    }
    assertThat(read).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(read.get(i)).isEqualTo(score(i));
    }
  }

  private static GenericRecord score(int i) {
    GenericRecord score = new GenericData.Record(SCORE);
    score.put("name", new Utf8("interaction_following"));
    score.put("value", i / 8.0);
    return score;
  }
}
