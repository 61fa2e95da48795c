package io.worldcompass.schemas;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serdes in Confluent's wire format: magic 0, four bytes of schema id, Avro binary. While the
 * registry does not answer they wait; a {@link RegistryAwayException} ends that after minutes.
 */
public final class AvroSerdes {
  static {
    // Avro 1.12 builds generated classes of trusted packages only.
    System.getProperties()
        .putIfAbsent("org.apache.avro.SERIALIZABLE_PACKAGES", "io.worldcompass.schemas.avro");
  }

  private final SchemaRegistryClient client;
  private final Map<String, Object> config;

  /**
   * Serdes that share one registry client.
   *
   * @param client registry client; null: each serde makes its own from the URL
   * @param registryUrl URL of the schema registry
   */
  public AvroSerdes(SchemaRegistryClient client, String registryUrl) {
    this.client = client;
    this.config =
        Map.of(
            "schema.registry.url", registryUrl,
            "specific.avro.reader", true,
            // Keeps avro.java.string out of the registered schemas: other languages read them too.
            "avro.remove.java.properties", true);
  }

  public AvroSerdes(String registryUrl) {
    this(null, registryUrl);
  }

  /** A serde for the values of a topic. */
  @SuppressWarnings("unchecked")
  public <V extends SpecificRecord> Serde<V> values() {
    KafkaAvroSerializer serializer = new KafkaAvroSerializer(client);
    KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer(client);
    serializer.configure(config, false);
    deserializer.configure(config, false);
    Serializer<V> writer = (Serializer<V>) (Serializer<?>) serializer;
    Deserializer<V> reader = (Deserializer<V>) (Deserializer<?>) deserializer;
    return Serdes.serdeFrom(
        (topic, value) -> Patience.with(() -> writer.serialize(topic, value)),
        (topic, bytes) -> Patience.with(() -> reader.deserialize(topic, bytes)));
  }
}
