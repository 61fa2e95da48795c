package io.worldcompass.streams;

import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.ScenarioEnd;
import io.worldcompass.schemas.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A bounded, fresh and balanced sample of the scenarios that came: when a new one would exceed the
 * bound, the oldest of the most crowded action class and source leaves; so does one that is too
 * old, or was drawn often enough. Knows how often each was drawn.
 */
final class ScenarioPool {
  private static final String NEXT = "next-scenario";
  private static final String DRAWN = "drawn/";
  private static final String ARRIVED = "arrived/";

  private final KeyValueStore<Long, PromptAction> store;
  private final Counters counters;
  private final Config.Planner config;
  private Optional<PoolIndex> loaded = Optional.empty();

  /** The pool that the stores hold. */
  ScenarioPool(KeyValueStore<Long, PromptAction> store, Counters counters, Config.Planner config) {
    this.store = store;
    this.counters = counters;
    this.config = config;
  }

  /** Read from the store at the first use: before, the store may not be restored. */
  private PoolIndex index() {
    if (loaded.isEmpty()) {
      PoolIndex index = new PoolIndex(config.poolBalance());
      try (KeyValueIterator<Long, PromptAction> all = store.all()) {
        all.forEachRemaining(entry -> index.add(entry.key, entry.value, arrival(entry.value)));
      }
      loaded = Optional.of(index);
    }
    return loaded.get();
  }

  /** Of scenarios that an earlier version took in it is not known. */
  private long arrival(PromptAction scenario) {
    return counters.get(ARRIVED + scenario.getScenarioId(), Long.MAX_VALUE);
  }

  /**
   * A scenario that left the pool.
   *
   * @param drawn how many tasks were made from it
   */
  record Leaver(String scenario, long drawn, ScenarioEnd end, String reason) {}

  /** Takes a scenario in and returns those that leave for it. */
  List<Leaver> add(PromptAction scenario, long now) {
    PoolIndex index = index();
    long position = counters.increment(NEXT);
    store.put(position, scenario);
    counters.set(ARRIVED + scenario.getScenarioId(), now);
    index.add(position, scenario, now);
    List<Leaver> leavers = new ArrayList<>(tooOld(now));
    // More than one where the bound was greater in an earlier run.
    while (index.size() > config.poolSize()) {
      PoolIndex.Member member = index.surplus();
      leavers.add(leave(member, ScenarioEnd.FILTERED, index.reason(member)));
    }
    return leavers;
  }

  /** Those that have waited too long; none without a limit. */
  List<Leaver> tooOld(long now) {
    List<Leaver> leavers = new ArrayList<>();
    long oldestAllowed = now - config.maxAge().toMillis();
    Optional<PoolIndex.Member> oldest = index().oldest();
    while (!config.maxAge().isZero()
        && oldest.isPresent()
        && oldest.get().arrived() < oldestAllowed) {
      leavers.add(
          leave(
              oldest.get(),
              ScenarioEnd.EXPIRED,
              "it was in the pool for longer than planner.max-age"));
      oldest = index().oldest();
    }
    return leavers;
  }

  /** Notes a draw; the scenario leaves when it was one too many. */
  Optional<Leaver> drawn(String scenario) {
    Optional<PoolIndex.Member> member = index().find(scenario);
    if (member.isEmpty()) {
      return Optional.empty(); // it left with an earlier task of the same iteration
    }
    long times = counters.increment(DRAWN + scenario);
    return config.maxDraws() == 0 || times < config.maxDraws()
        ? Optional.empty()
        : Optional.of(leave(member.get(), ScenarioEnd.RETIRED, "planner.max-draws was reached"));
  }

  int size() {
    return index().size();
  }

  /** Scenarios of an action class. */
  int size(String actionClass) {
    return index().count(actionClass);
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

  private Leaver leave(PoolIndex.Member member, ScenarioEnd end, String reason) {
    long drawn = counters.get(DRAWN + member.scenario(), 0);
    index().remove(member);
    store.delete(member.position());
    counters.remove(DRAWN + member.scenario());
    counters.remove(ARRIVED + member.scenario());
    return new Leaver(member.scenario(), drawn, drawn > 0 ? ScenarioEnd.RETIRED : end, reason);
  }
}
