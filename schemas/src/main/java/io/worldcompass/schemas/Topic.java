package io.worldcompass.schemas;

import java.util.Map;
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
    Map<String, String> config) {}
