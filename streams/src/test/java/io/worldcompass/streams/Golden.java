package io.worldcompass.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The reference values of the specification, computed in float64 by an independent script. */
final class Golden {
  /** Tolerance in double precision. */
  static final double TOLERANCE = 1e-9;

  private Golden() {}

  static Stream<JsonNode> cases(String section) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden.json")) {
      return StreamSupport.stream(
          new ObjectMapper().readTree(in).get(section).spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::intValue).toArray();
  }

  static Map<String, double[]> doublesByName(JsonNode object) {
    Map<String, double[]> all = new TreeMap<>();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      all.put(name, doubles(object.get(name)));
    }
    return all;
  }

  static Map<String, Double> doubleByName(JsonNode object) {
    Map<String, Double> all = new TreeMap<>();
    object.fieldNames().forEachRemaining(name -> all.put(name, object.get(name).doubleValue()));
    return all;
  }
}
