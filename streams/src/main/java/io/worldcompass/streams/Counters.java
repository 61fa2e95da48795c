package io.worldcompass.streams;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Named numbers that survive the process: a state store with a changelog. */
final class Counters {
  private final KeyValueStore<String, Long> store;

  Counters(KeyValueStore<String, Long> store) {
    this.store = store;
  }

  static StoreBuilder<KeyValueStore<String, Long>> store(String name) {
    return InMemory.store(name, Serdes.Long());
  }

  long get(String name, long otherwise) {
    Long value = store.get(name);
    return value == null ? otherwise : value;
  }

  void set(String name, long value) {
    store.put(name, value);
  }

  /** Adds one and returns the new value; starts at 1. */
  long increment(String name) {
    long value = get(name, 0) + 1;
    set(name, value);
    return value;
  }

  void remove(String name) {
    store.delete(name);
  }
}
