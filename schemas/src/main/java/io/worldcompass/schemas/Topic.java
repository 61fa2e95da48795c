package io.worldcompass.schemas;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/**
 * A topic as one object: its name in this run, how keys and values are written, and how it is kept.
 *
 * @param role the name without the run, for instance {@code clip-scores}
 * @param name the name on the broker
 * @param partitions number of partitions
 * @param config topic configuration
 */
public record Topic<K, V>(
    String role,
    String name,
    Serde<K> key,
    Serde<V> value,
    int partitions,
    Map<String, String> config) {

  /** A record of this topic, in bytes, as a producer of several topics sends it. */
  public ProducerRecord<byte[], byte[]> record(K recordKey, V recordValue) {
    return new ProducerRecord<>(
        name,
        key.serializer().serialize(name, recordKey),
        value.serializer().serialize(name, recordValue));
  }

  /**
   * Decodes a value.
   *
   * @throws SerializationException when the bytes are no value of this topic
   */
  public V decode(byte[] bytes) {
    if (bytes == null) {
      throw new SerializationException("a record of " + name + " has no value");
    }
    try {
      return value.deserializer().deserialize(name, bytes);
    } catch (SerializationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SerializationException("not a value of " + name + ": " + e, e);
    }
  }
}
