package io.worldcompass.streams;

import io.worldcompass.schemas.avro.PromptAction;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The newest scenarios, up to a bound: the oldest leaves when a new one would exceed it. Knows how
 * often each was drawn.
 */
final class ScenarioPool {
  private static final String NEXT = "next-scenario";
  private static final String DRAWN = "drawn/";

  private final KeyValueStore<Long, PromptAction> store;
  private final Counters counters;
  private final int capacity;

  ScenarioPool(KeyValueStore<Long, PromptAction> store, Counters counters, int capacity) {
    this.store = store;
    this.counters = counters;
    this.capacity = capacity;
  }

  /**
   * A scenario that left the pool.
   *
   * @param drawn how many tasks were made from it
   */
  record Leaver(String scenario, long drawn) {}

  /** Takes a scenario in and returns those that leave for it. */
  List<Leaver> add(PromptAction scenario) {
    long position = counters.increment(NEXT);
    store.put(position, scenario);
    // Negative keys would sort after all others: the store compares bytes.
    return position > capacity ? removeUpTo(position - capacity) : List.of();
  }

  void drawn(String scenario) {
    counters.increment(DRAWN + scenario);
  }

  /** A range, not one key: the capacity may be smaller than it was in an earlier run. */
  private List<Leaver> removeUpTo(long last) {
    List<Long> surplus = new ArrayList<>();
    List<Leaver> leavers = new ArrayList<>();
    try (KeyValueIterator<Long, PromptAction> old = store.range(0L, last)) {
      old.forEachRemaining(
          entry -> {
            surplus.add(entry.key);
            leavers.add(leaver(entry.value.getScenarioId()));
          });
    }
    surplus.forEach(store::delete);
    return leavers;
  }

  private Leaver leaver(String scenario) {
    long drawn = counters.get(DRAWN + scenario, 0);
    counters.remove(DRAWN + scenario);
    return new Leaver(scenario, drawn);
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
