package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Map;
import java.util.TreeMap;

/** A WorldPlay file: it is one JSON object or one line, so it is read when all of it is there. */
final class WorldPlayDecoder implements LogDecoder {
  private static final int PLAYER = 0;

  /** A day of frames has a tenth of this. */
  private static final int LARGEST = 1 << 28;

  private static final ObjectReader OBJECT =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String file;
  private final Play play;
  private final Pending pending = new Pending();
  private boolean whole;

  WorldPlayDecoder(String file, Play play) {
    this.file = file;
    this.play = play;
  }

  @Override
  public void feed(byte[] bytes) throws BadLogException {
    if (whole) {
      throw new BadLogException(file, "has grown after it was whole; write another file");
    }
    pending.add(bytes);
    if (pending.size() > LARGEST) {
      throw new BadLogException(file, "is larger than 256 MiB; this is no WorldPlay file");
    }
  }

  /** A file that is not whole yet waits. */
  @Override
  public void pause() {
    try {
      end();
    } catch (BadLogException e) {
      whole = false;
    }
  }

  @Override
  public void end() throws BadLogException {
    if (whole) {
      return;
    }
    byte[] content = new byte[pending.size()];
    for (int i = 0; i < content.length; i++) {
      content[i] = pending.at(i);
    }
    String text = new String(content, UTF_8).strip();
    if (text.isEmpty()) {
      throw new BadLogException(file, "is empty");
    }
    if (text.startsWith("{")) {
      Map<Long, JsonNode> frames = byNumber(text);
      play.read(content, 0, content.length);
      frames(frames);
    } else {
      Iterable<Tick> ticks = PoseString.read(file, text);
      play.read(content, 0, content.length);
      ticks.forEach(tick -> play.tick(PLAYER, tick));
    }
    whole = true;
  }

  private void frames(Map<Long, JsonNode> frames) {
    long last = -1;
    for (Map.Entry<Long, JsonNode> frame : frames.entrySet()) {
      if (last >= 0 && frame.getKey() != last + 1) {
        play.gap(PLAYER, Break.GAP);
      }
      last = frame.getKey();
      if (isText(frame.getValue(), "move_action") || isText(frame.getValue(), "view_action")) {
        play.tick(PLAYER, tick(frame.getValue()));
      } else {
        play.badFrame(PLAYER, last, "no move_action and no view_action");
      }
    }
  }

  private Map<Long, JsonNode> byNumber(String text) throws BadLogException {
    Map<Long, JsonNode> frames = new TreeMap<>();
    for (Map.Entry<String, JsonNode> frame : object(text).properties()) {
      if (!frame.getKey().matches("\\d{1,18}")) {
        throw new BadLogException(
            file, "key '" + frame.getKey() + "', expected the number of a frame");
      }
      frames.put(Long.parseLong(frame.getKey()), frame.getValue());
    }
    return frames;
  }

  private JsonNode object(String text) throws BadLogException {
    try {
      return OBJECT.readValue(text);
    } catch (JsonProcessingException e) {
      throw new BadLogException(
          file,
          "line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": "
              + (String.valueOf(e.getMessage()).startsWith("Duplicate")
                  ? "a frame is given twice"
                  : "invalid JSON; truncated?"));
    }
  }

  private static Tick tick(JsonNode frame) {
    String move = frame.path("move_action").asText();
    String view = frame.path("view_action").asText();
    double turn = WorldPlayReader.DEGREES_PER_FRAME;
    return new Tick(
        axis(move.contains("W"), move.contains("S")),
        axis(move.contains("D"), move.contains("A")),
        axis(view.equals("LR"), view.equals("LL")) * turn,
        axis(view.equals("LU"), view.equals("LD")) * turn);
  }

  private static boolean isText(JsonNode frame, String field) {
    return frame.path(field).isTextual();
  }

  private static double axis(boolean plus, boolean minus) {
    return (plus ? 1 : 0) - (minus ? 1 : 0);
  }
}
