package io.worldcompass.gpu.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The specification's reference values, computed in float64 by an independent script. */
final class Golden {
  private Golden() {}

  static List<JsonNode> cases(String section) {
    try (InputStream in = Golden.class.getResourceAsStream("/spec/golden.json")) {
      JsonNode cases = new ObjectMapper().readTree(in).get(section);
      return StreamSupport.stream(cases.spliterator(), false).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] doubles(JsonNode array) {
    return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).asDouble()).toArray();
  }
}
