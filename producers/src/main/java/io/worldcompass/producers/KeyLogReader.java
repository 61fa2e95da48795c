package io.worldcompass.producers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Key logs of other recorders: a JSON object a line and frame, {frame, timestamp_ms, key: [...],
 * mouse: {dx, dy}}, and player where several share a log. Key names, mouse setting and tick rate
 * are configuration. A line without a mouse is one without turning.
 */
final class KeyLogReader implements GameplayLogReader {
  static final String FORMAT = "key-log";
  private static final double MILLIS = 1000;
  private final KeyMap keys;

  KeyLogReader(KeyMap keys) {
    this.keys = keys;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public String expectation() {
    return "JSON lines with frame and key";
  }

  @Override
  public boolean recognises(byte[] beginning) {
    return JsonLine.first(beginning)
        .filter(line -> line.path("key").isArray())
        .filter(line -> line.has("frame") || line.has("timestamp_ms"))
        .isPresent();
  }

  @Override
  public LogDecoder decoder(LogInput input, Play play) {
    play.title("a key log");
    return new LineDecoder(input.shownAs(), play, new Mapper(play));
  }

  private final class Mapper implements LineMapper {
    private final Play play;
    private final Map<String, Integer> players = new HashMap<>();
    private final Map<Integer, TickOrder> orders = new HashMap<>();
    private boolean moved;
    private String strangeKey = "";
    private int strangeLine;

    Mapper(Play play) {
      this.play = play;
    }

    @Override
    public void add(JsonNode line, int number) throws BadLineException {
      JsonNode array = line.path("key");
      if (!array.isArray()) {
        throw new BadLineException("no array at /key");
      }
      boolean turns = line.hasNonNull("mouse");
      double dx = turns ? JsonLine.number(line, "/mouse/dx") : 0;
      double dy = turns ? JsonLine.number(line, "/mouse/dy") : 0;
      int player = player(line.path("player"));
      TickOrder order = orders.computeIfAbsent(player, p -> new TickOrder(play, p));
      order.next(line.path("frame"), number);
      if (keys.ticksPerSecond() > 0) {
        order.nextTime(line.path("timestamp_ms"), MILLIS / keys.ticksPerSecond(), number);
      }
      Set<String> held = KeyMap.held(array);
      lookAt(held, number);
      play.tick(player, keys.tick(held, dx, dy));
    }

    /** Key names that are not the configured ones would make every clip one of standing still. */
    @Override
    public void pause() {
      if (!moved && !strangeKey.isEmpty()) {
        play.notice(
            "line "
                + strangeLine
                + ": key '"
                + strangeKey
                + "' is not known, and none of the keys that move a player occurs in this log; set"
                + " gameplay.forward-keys and the like to the names that it uses");
        strangeKey = "";
      }
    }

    private void lookAt(Set<String> held, int number) {
      moved = moved || keys.movesWith(held);
      if (!moved && strangeLine == 0 && !held.isEmpty()) {
        strangeKey = held.iterator().next();
        strangeLine = number;
      }
    }

    private int player(JsonNode player) {
      if (player.isMissingNode() || player.isNull()) {
        return 0;
      }
      String id = player.asText();
      int index =
          player.isInt() && player.intValue() >= 0
              ? player.intValue()
              : players.computeIfAbsent(id, name -> players.size());
      play.playerId(index, id);
      return index;
    }
  }
}
