package io.worldcompass.streams;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * State stores in memory with a changelog: all state here is bounded and small, and a restore from
 * the changelog takes less time than opening RocksDB (RATIONALE.md).
 */
final class InMemory {
  private InMemory() {}

  static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> value) {
    return store(name, Serdes.String(), value);
  }

  static <K, V> StoreBuilder<KeyValueStore<K, V>> store(String name, Serde<K> key, Serde<V> value) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), key, value);
  }
}
