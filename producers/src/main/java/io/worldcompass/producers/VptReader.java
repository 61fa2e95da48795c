package io.worldcompass.producers;

import com.fasterxml.jackson.databind.JsonNode;
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
  public boolean recognises(byte[] beginning) {
    return JsonLine.first(beginning).filter(line -> line.has("keyboard")).isPresent();
  }

  @Override
  public LogDecoder decoder(LogInput input, Play play) {
    play.title("a Minecraft recording");
    return new LineDecoder(input.shownAs(), play, new Mapper(play));
  }

  private static final class Mapper implements LineMapper {
    private static final int PLAYER = 0;

    /** Blocks in one tick; the fastest ride, a boat on blue ice, makes 3.6. */
    private static final double TELEPORT_DISTANCE = 4;

    private final Play play;
    private final TickOrder order;
    private Optional<Tick> held = Optional.empty();
    private Optional<double[]> lastPlace = Optional.empty();

    Mapper(Play play) {
      this.play = play;
      this.order = new TickOrder(play, PLAYER);
    }

    /** The pose of a line is the one before its tick, so a jump happened in the tick before. */
    @Override
    public void next(JsonNode line) {
      Optional<double[]> place = place(line);
      if (held.isPresent() && place.isPresent() && isLeap(place.get())) {
        held = Optional.empty();
        play.lose(PLAYER, Break.TELEPORT);
      }
      noNext();
      lastPlace = place.or(() -> lastPlace);
    }

    @Override
    public void noNext() {
      held.ifPresent(tick -> play.tick(PLAYER, tick));
      held = Optional.empty();
    }

    @Override
    public void add(JsonNode line, int number) throws BadLineException {
      JsonNode keys = line.at("/keyboard/keys");
      if (!keys.isArray()) {
        throw new BadLineException("no array at /keyboard/keys");
      }
      double dx = JsonLine.number(line, "/mouse/dx");
      double dy = JsonLine.number(line, "/mouse/dy");
      order.next(line.path("tick"), number);
      if (line.path("isGuiOpen").asBoolean()) {
        play.lose(PLAYER, Break.OPEN_MENU);
      } else {
        held = Optional.of(KeyMap.VPT.tick(KeyMap.held(keys), dx, dy));
      }
    }

    private boolean isLeap(double[] place) {
      return lastPlace.isPresent()
          && Math.hypot(place[0] - lastPlace.get()[0], place[1] - lastPlace.get()[1])
              > TELEPORT_DISTANCE;
    }

    private static Optional<double[]> place(JsonNode line) {
      JsonNode x = line.path("xpos");
      JsonNode z = line.path("zpos");
      return x.isNumber() && z.isNumber()
          ? Optional.of(new double[] {x.doubleValue(), z.doubleValue()})
          : Optional.empty();
    }
  }
}
