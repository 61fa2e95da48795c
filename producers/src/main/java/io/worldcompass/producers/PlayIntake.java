package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Stretches of play that come in one by one, as from a game server: each is a recording of its own
 * and is in Kafka, whole, when {@link #take} returns.
 */
public final class PlayIntake implements AutoCloseable {
  private static final int REMEMBERED = 65_536;

  private final GameplayLogs logs;
  private final Supplier<? extends LiveStore> stores;
  private final LiveCounts counts;
  private final Set<String> seen =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });
  private Optional<LiveStore> store = Optional.empty();

  /**
   * An intake that has not connected yet.
   *
   * @param stores connects; called again after a failure
   */
  public PlayIntake(GameplayLogs logs, Supplier<? extends LiveStore> stores, LiveCounts counts) {
    this.logs = logs;
    this.stores = stores;
    this.counts = counts;
  }

  /**
   * What became of a stretch of play.
   *
   * @param scenarios ids of the scenarios that are in Kafka now; also of those that were there
   *     before, as when a request is repeated
   * @param droppedClips windows that something broke
   * @param badLines lines that could not be used, with reasons
   */
  public record Taken(List<String> scenarios, int clips, int droppedClips, List<String> badLines) {}

  /**
   * Takes a stretch of play.
   *
   * @param playerId who played, as the game knows him; may be empty
   * @throws BadLogException when it cannot be read; nothing of it is written then
   * @throws RuntimeException when Kafka does not take it; it may be sent again
   */
  public Taken take(LogInput input, String playerId) throws BadLogException {
    Reading reading = new Reading(playerId);
    int dropped = read(input, reading);
    write(reading.scenarios);
    counts.droppedClips.addAndGet(dropped);
    counts.badLines.addAndGet(reading.badLines.size());
    return new Taken(
        reading.scenarios.stream().map(Scenario::id).toList(),
        reading.scenarios.stream().mapToInt(s -> s.clips().size()).sum(),
        dropped,
        reading.badLines);
  }

  private int read(LogInput input, Reading reading) throws BadLogException {
    try {
      return logs.read(input, reading);
    } catch (BadLogException e) {
      counts.badLogs.incrementAndGet();
      throw e;
    }
  }

  private synchronized void write(List<Scenario> scenarios) {
    List<Scenario> fresh = scenarios.stream().filter(s -> !seen.contains(s.id())).toList();
    counts.duplicates.addAndGet(scenarios.size() - fresh.size());
    if (fresh.isEmpty()) {
      return;
    }
    if (store.isEmpty()) {
      store = Optional.of(stores.get());
    }
    try {
      store.get().write(fresh, List.of());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    fresh.forEach(scenario -> seen.add(scenario.id()));
    counts.scenarios.addAndGet(fresh.size());
    counts.clips.addAndGet(fresh.stream().mapToInt(s -> s.clips().size()).sum());
    counts.lastWriteMillis.set(System.currentTimeMillis());
  }

  @Override
  public synchronized void close() {
    store.ifPresent(LiveStore::close);
    store = Optional.empty();
  }

  private static final class Reading implements ReadListener {
    private final String playerId;
    private final List<Scenario> scenarios = new ArrayList<>();
    private final List<String> badLines = new ArrayList<>();

    Reading(String playerId) {
      this.playerId = playerId;
    }

    @Override
    public void scenario(Scenario scenario) {
      scenarios.add(playerId.isEmpty() ? scenario : scenario.playedBy(playerId));
    }

    @Override
    public void badLine(String problem) {
      badLines.add(problem);
    }

    @Override
    public void notice(String text) {
      badLines.add(text);
    }
  }
}
