package io.worldcompass.producers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Key logs of other recorders: a JSON object a line and frame, {frame, timestamp_ms, key: [...],
 * mouse: {dx, dy}}. Key names and mouse setting are configuration. A line without a mouse is one
 * without turning.
 */
final class KeyLogReader implements GameplayLogReader {
  static final String FORMAT = "key-log";
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
  public boolean recognises(byte[] content) {
    return JsonLines.first(content)
        .filter(line -> line.has("frame") && line.path("key").isArray())
        .isPresent();
  }

  @Override
  public List<PlayerLog> read(LogInput input, byte[] content) throws BadLogException {
    TickOrder order = new TickOrder();
    JsonLines.LineMapper mapper = (line, number, timeline) -> add(line, number, timeline, order);
    return List.of(JsonLines.read(FORMAT, input, content, "a key log", mapper));
  }

  private void add(JsonNode line, int number, Timeline timeline, TickOrder order)
      throws JsonLines.BadLineException {
    JsonNode held = line.path("key");
    if (!held.isArray()) {
      throw new JsonLines.BadLineException("no array at /key");
    }
    boolean turns = line.has("mouse");
    double dx = turns ? JsonLines.number(line, "/mouse/dx") : 0;
    double dy = turns ? JsonLines.number(line, "/mouse/dy") : 0;
    order.next(line.path("frame"), number, timeline);
    timeline.play(keys.tick(held, dx, dy));
  }
}
