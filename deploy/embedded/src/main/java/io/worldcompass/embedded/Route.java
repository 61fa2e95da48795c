package io.worldcompass.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One method on one shape of path.
 *
 * @param pattern segments, of which {@code {}} stands for an argument
 * @param handler gives the answer: something that Jackson writes, or {@link RawJson}
 */
record Route(String method, String pattern, Function<Call, Object> handler) {
  /** The arguments in a path of this shape, or nothing for another shape. */
  Optional<List<String>> match(List<String> path) {
    List<String> shape = segments(pattern);
    if (shape.size() != path.size()) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      if (shape.get(i).equals("{}")) {
        arguments.add(path.get(i));
      } else if (!shape.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(arguments);
  }

  /** The segments of a path, still percent-encoded; {@code /} has none. */
  static List<String> segments(String path) {
    return List.of(path.split("/", -1)).stream().filter(segment -> !segment.isEmpty()).toList();
  }

  /**
   * A request as a handler sees it: decoded path arguments, query and body (a missing node where
   * there is none).
   */
  record Call(List<String> arguments, Map<String, String> query, JsonNode body) {
    String argument(int i) {
      return arguments.get(i);
    }

    boolean flag(String name) {
      return Boolean.parseBoolean(query.get(name));
    }
  }

  /** JSON that is already text. */
  record RawJson(String json) {}
}
