package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One player's part of a recording as a decoder tells it. */
record PlayerLog(int player, List<Tick> ticks, List<Lost> breaks) {
  /** Ticks from..to-1 are in no clip. */
  record Lost(int from, int to, String reason) {}

  /** Reads a recording in pieces of one byte, and all at once, which must give the same. */
  static List<PlayerLog> read(GameplayLogReader reader, LogInput input) throws BadLogException {
    Collector whole = new Collector();
    LogDecoder decoder = reader.decoder(input, whole);
    decoder.feed(input.content());
    decoder.end();
    Collector piecewise = new Collector();
    LogDecoder second = reader.decoder(input, piecewise);
    for (byte b : input.content()) {
      second.feed(new byte[] {b});
    }
    second.end();
    if (!whole.logs.equals(piecewise.logs)) {
      throw new AssertionError("the pieces show: " + whole.logs + " / " + piecewise.logs);
    }
    return List.copyOf(whole.logs.values());
  }

  private static final class Collector implements Play {
    private final Map<Integer, PlayerLog> logs = new TreeMap<>();

    private PlayerLog log(int player) {
      return logs.computeIfAbsent(
          player, p -> new PlayerLog(p, new ArrayList<>(), new ArrayList<>()));
    }

    @Override
    public void title(String text) {}

    @Override
    public void playerId(int player, String id) {}

    @Override
    public void read(byte[] bytes, int offset, int length) {}

    @Override
    public void tick(int player, Tick tick) {
      log(player).ticks().add(tick);
    }

    @Override
    public void lose(int player, String reason) {
      PlayerLog log = log(player);
      int at = log.ticks().size();
      log.ticks().add(new Tick(0, 0, 0, 0));
      Lost last =
          log.breaks().isEmpty() ? new Lost(0, -1, "") : log.breaks().get(log.breaks().size() - 1);
      if (last.to() == at && last.reason().equals(reason)) {
        log.breaks().set(log.breaks().size() - 1, new Lost(last.from(), at + 1, reason));
      } else {
        log.breaks().add(new Lost(at, at + 1, reason));
      }
    }

    @Override
    public void gap(int player, String reason) {
      PlayerLog log = log(player);
      log.breaks().add(new Lost(log.ticks().size(), log.ticks().size(), reason));
    }

    @Override
    public void badLine(int number, String problem) {
      lose(0, problem);
    }

    @Override
    public void badFrame(int player, long number, String problem) {
      lose(player, problem);
    }

    @Override
    public void outOfOrder(int player, int number, String problem) {
      gap(player, problem);
    }

    @Override
    public void notice(String text) {}
  }
}
