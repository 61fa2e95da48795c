package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.worldcompass.schemas.blob.FileBlobStore;
import java.util.List;
import java.util.Optional;

/**
 * Reads a log of one JSON object a tick and line. A bad line costs the tick that it stands for, and
 * with it a clip; a log of nothing but bad lines is no log.
 */
final class JsonLines {
  private static final ObjectReader OBJECT =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** What a line says about its tick. */
  @FunctionalInterface
  interface LineMapper {
    /**
     * Adds the line's tick.
     *
     * @throws BadLineException when it lacks a field; nothing has been added then
     */
    void add(JsonNode line, int number, Timeline timeline) throws BadLineException;
  }

  private JsonLines() {}

  /** The first line that is not blank, when it is a JSON object: what a format is recognised by. */
  static Optional<JsonNode> first(byte[] content) {
    Optional<String> line =
        new String(content, UTF_8).lines().filter(l -> !l.isBlank()).findFirst();
    try {
      return line.isPresent() ? Optional.of(object(line.get())) : Optional.empty();
    } catch (BadLineException e) {
      return Optional.empty();
    }
  }

  static PlayerLog read(
      String format, LogInput input, byte[] content, String title, LineMapper mapper)
      throws BadLogException {
    Timeline timeline = new Timeline();
    int good = 0;
    String firstProblem = "is empty";
    List<String> lines = new String(content, UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        mapper.add(object(lines.get(i)), i + 1, timeline);
        good++;
      } catch (BadLineException e) {
        String problem = "line " + (i + 1) + ": " + e.getMessage();
        firstProblem = firstProblem.equals("is empty") ? problem : firstProblem;
        timeline.lose(problem);
      }
    }
    if (good == 0) {
      throw new BadLogException(input.shownAs(), firstProblem);
    }
    return timeline.log(format, input, FileBlobStore.sha256(content), title);
  }

  /** A number that a line must have. */
  static double number(JsonNode node, String pointer) throws BadLineException {
    JsonNode value = node.at(pointer);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new BadLineException("no number at " + pointer);
    }
    return value.doubleValue();
  }

  private static JsonNode object(String line) throws BadLineException {
    try {
      JsonNode node = OBJECT.readValue(line);
      if (!node.isObject()) {
        throw new BadLineException("not a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new BadLineException("invalid JSON at column " + e.getLocation().getColumnNr());
    }
  }

  /** A line that says nothing usable; the message does not name the line. */
  static final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BadLineException(String message) {
      super(message);
    }
  }
}
