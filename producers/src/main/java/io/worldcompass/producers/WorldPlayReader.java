package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.worldcompass.schemas.blob.FileBlobStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Action files of WorldPlay's trainer: one JSON object of {"frame": {"move_action": letters of
 * WASD, "view_action": LR, LL, LU, LD or another}}; or its pose strings, such as {@code
 * w-3,right-2} (spec S6). A frame is a tick; four frames are a latent, over which a turn makes 3
 * degrees.
 */
final class WorldPlayReader implements GameplayLogReader {
  static final String FORMAT = "worldplay";
  static final int FRAMES_PER_LATENT = 4;
  static final double DEGREES_PER_FRAME = 3.0 / FRAMES_PER_LATENT;
  private static final int RECOGNISED_BY = 4096;
  private static final String START =
      "(?s)\\s*\\{\\s*\"\\d+\"\\s*:\\s*\\{[^{}]*\"(move|view)_action\".*";
  private static final ObjectReader OBJECT =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public String expectation() {
    return "a JSON object of frames with move_action and view_action, or a pose string like w-3";
  }

  @Override
  public boolean recognises(byte[] content) {
    String start = new String(content, 0, Math.min(content.length, RECOGNISED_BY), UTF_8);
    return start.matches(START) || PoseString.startsLikeOne(start);
  }

  @Override
  public List<PlayerLog> read(LogInput input, byte[] content) throws BadLogException {
    String text = new String(content, UTF_8).strip();
    if (text.isEmpty()) {
      throw new BadLogException(input.shownAs(), "is empty");
    }
    Timeline timeline =
        text.startsWith("{")
            ? frames(input.shownAs(), text)
            : PoseString.read(input.shownAs(), text);
    String contentId = FileBlobStore.sha256(content);
    return List.of(timeline.log(FORMAT, input, contentId, "a WorldPlay action file"));
  }

  private static Timeline frames(String file, String text) throws BadLogException {
    Timeline timeline = new Timeline();
    long last = -1;
    for (Map.Entry<Long, JsonNode> frame : byNumber(file, text).entrySet()) {
      if (last >= 0 && frame.getKey() != last + 1) {
        timeline.gap(Break.GAP);
      }
      last = frame.getKey();
      if (frame.getValue().path("move_action").isTextual()) {
        timeline.play(tick(frame.getValue()));
      } else {
        timeline.lose("frame " + last + ": no move_action");
      }
    }
    return timeline;
  }

  private static Map<Long, JsonNode> byNumber(String file, String text) throws BadLogException {
    Map<Long, JsonNode> frames = new TreeMap<>();
    for (Map.Entry<String, JsonNode> frame : object(file, text).properties()) {
      if (!frame.getKey().matches("\\d{1,18}")) {
        throw new BadLogException(
            file, "key '" + frame.getKey() + "', expected the number of a frame");
      }
      frames.put(Long.parseLong(frame.getKey()), frame.getValue());
    }
    return frames;
  }

  private static JsonNode object(String file, String text) throws BadLogException {
    try {
      return OBJECT.readValue(text);
    } catch (JsonProcessingException e) {
      throw new BadLogException(
          file,
          "line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": invalid JSON; truncated?");
    }
  }

  private static Tick tick(JsonNode frame) {
    String move = frame.get("move_action").textValue();
    String view = frame.path("view_action").asText();
    return new Tick(
        axis(move.contains("W"), move.contains("S")),
        axis(move.contains("D"), move.contains("A")),
        axis(view.equals("LR"), view.equals("LL")) * DEGREES_PER_FRAME,
        axis(view.equals("LU"), view.equals("LD")) * DEGREES_PER_FRAME);
  }

  private static double axis(boolean plus, boolean minus) {
    return (plus ? 1 : 0) - (minus ? 1 : 0);
  }
}
