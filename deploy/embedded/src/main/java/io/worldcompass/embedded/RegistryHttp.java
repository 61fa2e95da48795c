package io.worldcompass.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP and JSON round the routes; every failure is answered in Confluent's form, {@code error_code}
 * and {@code message}.
 */
final class RegistryHttp implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";

  /** Far above any schema; protects the heap. */
  private static final int LARGEST_BODY = 4 << 20;

  private final List<Route> routes;

  RegistryHttp(List<Route> routes) {
    this.routes = routes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, answer(exchange));
      } catch (RegistryError e) {
        send(exchange, e.status(), error(e.code(), e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        send(exchange, 500, error(50001, "Internal error: " + e));
      }
    }
  }

  private byte[] answer(HttpExchange exchange) throws IOException {
    List<String> path =
        Route.segments(exchange.getRequestURI().getRawPath()).stream()
            .map(RegistryHttp::decode)
            .toList();
    boolean pathIsKnown = false;
    for (Route route : routes) {
      Optional<List<String>> arguments = route.match(path);
      pathIsKnown |= arguments.isPresent();
      if (arguments.isPresent() && route.method().equals(exchange.getRequestMethod())) {
        Object answer =
            route.handler().apply(new Route.Call(arguments.get(), query(exchange), body(exchange)));
        return answer instanceof Route.RawJson raw
            ? raw.json().getBytes(StandardCharsets.UTF_8)
            : JSON.writeValueAsBytes(answer);
      }
    }
    throw pathIsKnown
        ? RegistryError.http(405, "HTTP 405 Method Not Allowed")
        : RegistryError.http(404, "HTTP 404 Not Found");
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw RegistryError.http(413, "HTTP 413 Request Entity Too Large");
    }
    try {
      return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw RegistryError.http(400, "The body is not JSON: " + e.getOriginalMessage());
    }
  }

  // A plus sign is itself in a path; only the form encoding, which URLDecoder is for, makes it a
  // space.
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RegistryError.http(400, "HTTP 400 Bad Request");
    }
  }

  private static byte[] error(int code, String message) throws IOException {
    return JSON.writeValueAsBytes(
        JSON.createObjectNode().put("error_code", code).put("message", message));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", TYPE);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
