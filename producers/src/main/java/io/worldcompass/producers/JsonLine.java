package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Optional;

/** One line of a log: a JSON object. Messages never repeat what stands in it. */
final class JsonLine {
  private static final ObjectReader OBJECT =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonLine() {}

  /**
   * Parses a line.
   *
   * @throws BadLineException when it is no JSON object
   */
  static JsonNode parse(String line) throws BadLineException {
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

  /** The first line that is not blank, when it is a JSON object: what a format is recognised by. */
  static Optional<JsonNode> first(byte[] beginning) {
    Optional<String> line =
        new String(beginning, UTF_8).lines().filter(l -> !l.isBlank()).findFirst();
    try {
      return line.isPresent() ? Optional.of(parse(line.get())) : Optional.empty();
    } catch (BadLineException e) {
      return Optional.empty();
    }
  }

  /** A number that a line must have. */
  static double number(JsonNode node, String pointer) throws BadLineException {
    JsonNode value = node.at(pointer);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new BadLineException("no number at " + pointer);
    }
    return value.doubleValue();
  }
}
