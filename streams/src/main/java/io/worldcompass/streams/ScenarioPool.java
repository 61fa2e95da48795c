package io.worldcompass.streams;

import io.worldcompass.schemas.avro.PromptAction;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The newest scenarios, up to a bound: the oldest leaves when a new one would exceed it. */
final class ScenarioPool {
  private static final String NEXT = "next-scenario";

  private final KeyValueStore<Long, PromptAction> store;
  private final Counters counters;
  private final int capacity;

  ScenarioPool(KeyValueStore<Long, PromptAction> store, Counters counters, int capacity) {
    this.store = store;
    this.counters = counters;
    this.capacity = capacity;
  }

  void add(PromptAction scenario) {
    long position = counters.increment(NEXT);
    store.put(position, scenario);
    // Negative keys would sort after all others: the store compares bytes.
    if (position > capacity) {
      removeUpTo(position - capacity);
    }
  }

  /** A range, not one key: the capacity may be smaller than it was in an earlier run. */
  private void removeUpTo(long last) {
    List<Long> surplus = new ArrayList<>();
    try (KeyValueIterator<Long, PromptAction> old = store.range(0L, last)) {
      old.forEachRemaining(entry -> surplus.add(entry.key));
    }
    surplus.forEach(store::delete);
  }

  int size() {
    return Math.toIntExact(store.approximateNumEntries()); // exact for a store in memory
  }

  /** Scenarios that have a clip n, from 1. */
  List<PromptAction> withClip(int n) {
    List<PromptAction> eligible = new ArrayList<>();
    try (KeyValueIterator<Long, PromptAction> all = store.all()) {
      all.forEachRemaining(
          entry -> {
            if (entry.value.getClips().size() >= n) {
              eligible.add(entry.value);
            }
          });
    }
    return eligible;
  }
}
