package io.worldcompass.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.List;
import java.util.Map;

/** The part of Confluent's registry API that serializers, deserializers and their clients use. */
final class RegistryRoutes {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> MODE = Map.of("mode", "READWRITE");

  private final SchemaRegistry registry;
  private final List<Route> routes;

  RegistryRoutes(SchemaRegistry registry) {
    this.registry = registry;
    this.routes =
        List.of(
            new Route("GET", "/", call -> Map.of()),
            new Route("GET", "/mode", call -> MODE),
            new Route("GET", "/mode/{}", call -> MODE),
            new Route("GET", "/schemas/types", call -> List.of("AVRO")),
            new Route("GET", "/schemas/ids/{}", this::schemaOfId),
            new Route(
                "GET", "/schemas/ids/{}/schema", call -> new Route.RawJson(text(schema(call)))),
            new Route("GET", "/schemas/ids/{}/subjects", this::subjectsOfId),
            new Route("GET", "/schemas/ids/{}/versions", this::versionsOfId),
            new Route("GET", "/subjects", this::subjects),
            new Route("POST", "/subjects/{}", this::lookup),
            new Route("GET", "/subjects/{}/versions", this::versions),
            new Route("POST", "/subjects/{}/versions", this::register),
            new Route("GET", "/subjects/{}/versions/{}", call -> json(version(call))),
            new Route(
                "GET",
                "/subjects/{}/versions/{}/schema",
                call -> new Route.RawJson(text(version(call).schema()))),
            new Route("GET", "/subjects/{}/versions/{}/referencedby", call -> List.of()),
            new Route("POST", "/compatibility/subjects/{}/versions", this::checkAll),
            new Route("POST", "/compatibility/subjects/{}/versions/{}", this::checkOne),
            new Route("GET", "/config", call -> level(registry.read(SchemaIndex::globalLevel))),
            new Route("PUT", "/config", call -> setLevel(null, call)),
            new Route("GET", "/config/{}", this::subjectLevel),
            new Route("PUT", "/config/{}", call -> setLevel(call.argument(0), call)),
            new Route("DELETE", "/config/{}", this::removeLevel));
  }

  List<Route> routes() {
    return routes;
  }

  private Object schemaOfId(Route.Call call) {
    ObjectNode answer = JSON.createObjectNode().put("schema", text(schema(call)));
    if (call.flag("fetchMaxId")) {
      answer.put("maxId", registry.read(SchemaIndex::maxId));
    }
    return answer;
  }

  private Object subjectsOfId(Route.Call call) {
    schema(call);
    return registry.read(index -> index.versionsWithId(id(call))).stream()
        .map(SchemaVersion::subject)
        .distinct()
        .toList();
  }

  private Object versionsOfId(Route.Call call) {
    schema(call);
    return registry.read(index -> index.versionsWithId(id(call))).stream()
        .map(v -> JSON.createObjectNode().put("subject", v.subject()).put("version", v.version()))
        .toList();
  }

  private Object subjects(Route.Call call) {
    String prefix = call.query().getOrDefault("subjectPrefix", "");
    return registry.read(SchemaIndex::subjects).stream()
        .filter(subject -> subject.startsWith(prefix))
        .toList();
  }

  private Object lookup(Route.Call call) {
    return json(registry.lookup(call.argument(0), submitted(call)));
  }

  private Object versions(Route.Call call) {
    return registry.versions(call.argument(0)).stream().map(SchemaVersion::version).toList();
  }

  private Object register(Route.Call call) {
    return Map.of("id", registry.register(call.argument(0), submitted(call)));
  }

  private Object checkAll(Route.Call call) {
    String subject = call.argument(0);
    return verdict(call, registry.read(index -> index.versions(subject)));
  }

  private Object checkOne(Route.Call call) {
    return verdict(call, List.of(version(call)));
  }

  private Object verdict(Route.Call call, List<SchemaVersion> earlier) {
    List<String> messages = registry.incompatibilities(call.argument(0), submitted(call), earlier);
    ObjectNode answer = JSON.createObjectNode().put("is_compatible", messages.isEmpty());
    if (call.flag("verbose")) {
      answer.set("messages", JSON.valueToTree(messages));
    }
    return answer;
  }

  private Object subjectLevel(Route.Call call) {
    String subject = call.argument(0);
    if (call.flag("defaultToGlobal")) {
      return level(registry.read(index -> index.effectiveLevel(subject)));
    }
    return level(
        registry
            .read(index -> index.levelOf(subject))
            .orElseThrow(() -> RegistryError.levelNotConfigured(subject)));
  }

  private Object setLevel(String subject, Route.Call call) {
    String name = call.body().path("compatibility").asText();
    CompatibilityLevel level = CompatibilityLevel.forName(name);
    if (level == null) {
      throw RegistryError.invalidLevel(name);
    }
    registry.setLevel(subject, level);
    return Map.of("compatibility", level.name);
  }

  private Object removeLevel(Route.Call call) {
    Object removed = subjectLevel(call);
    registry.setLevel(call.argument(0), null);
    return removed;
  }

  private static Map<String, String> level(CompatibilityLevel level) {
    return Map.of("compatibilityLevel", level.name);
  }

  private SchemaVersion version(Route.Call call) {
    return registry.version(call.argument(0), call.argument(1));
  }

  private AvroSchema schema(Route.Call call) {
    int id = id(call);
    return registry
        .read(index -> index.schema(id))
        .orElseThrow(() -> RegistryError.schemaNotFound(id));
  }

  private static int id(Route.Call call) {
    try {
      return Integer.parseInt(call.argument(0));
    } catch (NumberFormatException e) {
      throw RegistryError.http(404, "HTTP 404 Not Found");
    }
  }

  private static AvroSchema submitted(Route.Call call) {
    JsonNode body = call.body();
    if (!body.path("schemaType").asText("AVRO").equals("AVRO")
        || !body.path("references").isEmpty()) {
      throw RegistryError.invalidSchema(
          "this embedded registry keeps Avro schemas without references; configure a full registry for others");
    }
    return SchemaRegistry.parse(body.path("schema").asText(), call.flag("normalize"));
  }

  private static ObjectNode json(SchemaVersion v) {
    return JSON.createObjectNode()
        .put("subject", v.subject())
        .put("version", v.version())
        .put("id", v.id())
        .put("schema", text(v.schema()));
  }

  private static String text(AvroSchema schema) {
    return schema.canonicalString();
  }
}
