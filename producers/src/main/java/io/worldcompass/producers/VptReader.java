package io.worldcompass.producers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI VPT contractor recordings of Minecraft: a JSON object a line, 20 a second, with mouse,
 * keyboard, isGuiOpen, and the pose. What was typed into the chat is never looked at. A tick with
 * an open menu is lost; so is one in which the player moves further than anything in the game runs.
 */
final class VptReader implements GameplayLogReader {
  static final String FORMAT = "vpt";

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public String expectation() {
    return "JSON lines with mouse and keyboard";
  }

  @Override
  public boolean recognises(byte[] content) {
    return JsonLines.first(content).filter(line -> line.has("keyboard")).isPresent();
  }

  @Override
  public List<PlayerLog> read(LogInput input, byte[] content) throws BadLogException {
    return List.of(JsonLines.read(FORMAT, input, content, "a Minecraft recording", new Mapper()));
  }

  private static final class Mapper implements JsonLines.LineMapper {
    /** Blocks in one tick; the fastest ride, a boat on blue ice, makes 3.6. */
    private static final double TELEPORT_DISTANCE = 4;

    private final TickOrder order = new TickOrder();
    private Optional<double[]> lastPlace = Optional.empty();

    @Override
    public void add(JsonNode line, int number, Timeline timeline)
        throws JsonLines.BadLineException {
      JsonNode keys = line.at("/keyboard/keys");
      if (!keys.isArray()) {
        throw new JsonLines.BadLineException("no array at /keyboard/keys");
      }
      double dx = JsonLines.number(line, "/mouse/dx");
      double dy = JsonLines.number(line, "/mouse/dy");
      move(line, timeline);
      order.next(line.path("tick"), number, timeline);
      if (line.path("isGuiOpen").asBoolean()) {
        timeline.lose(Break.OPEN_MENU);
      } else {
        timeline.play(KeyMap.VPT.tick(keys, dx, dy));
      }
    }

    /** The pose of a line is the one before its tick, so a jump happened in the tick before. */
    private void move(JsonNode line, Timeline timeline) {
      if (!line.path("xpos").isNumber() || !line.path("zpos").isNumber()) {
        return;
      }
      double[] place = {line.get("xpos").doubleValue(), line.get("zpos").doubleValue()};
      if (lastPlace.isPresent()
          && Math.hypot(place[0] - lastPlace.get()[0], place[1] - lastPlace.get()[1])
              > TELEPORT_DISTANCE) {
        timeline.loseLast(Break.TELEPORT);
      }
      lastPlace = Optional.of(place);
    }
  }
}
