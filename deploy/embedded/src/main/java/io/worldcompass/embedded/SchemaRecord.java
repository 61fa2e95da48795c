package io.worldcompass.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;

/**
 * A record of {@code _schemas}, in the format of Confluent's own registry, which can therefore take
 * the topic over.
 *
 * @param key JSON; the topic is compacted by it, so the order of its fields is fixed
 * @param value JSON, or null for a deletion
 */
record SchemaRecord(String key, String value) {
  private static final JsonMapper JSON = new JsonMapper();

  static SchemaRecord of(SchemaVersion version) {
    ObjectNode key = key("SCHEMA", version.subject());
    key.put("version", version.version()).put("magic", 1);
    ObjectNode value = JSON.createObjectNode();
    value
        .put("subject", version.subject())
        .put("version", version.version())
        .put("id", version.id())
        .put("schema", version.schema().canonicalString())
        .put("deleted", false);
    return new SchemaRecord(key.toString(), value.toString());
  }

  /** A null subject is the global level; a null level takes a subject's level back. */
  static SchemaRecord of(String subject, CompatibilityLevel level) {
    String key = key("CONFIG", subject).put("magic", 0).toString();
    return new SchemaRecord(
        key,
        level == null
            ? null
            : JSON.createObjectNode().put("compatibilityLevel", level.name).toString());
  }

  /** Adds what a record says; kinds that we never write (deletions, modes) are passed over. */
  static void apply(String key, String value, SchemaIndex index) {
    JsonNode k = parse(key);
    if (k.path("keytype").asText().equals("SCHEMA") && value != null) {
      JsonNode v = parse(value);
      index.put(
          new SchemaVersion(
              v.required("subject").asText(),
              v.required("version").asInt(),
              v.required("id").asInt(),
              new AvroSchema(v.required("schema").asText())));
    } else if (k.path("keytype").asText().equals("CONFIG")) {
      index.putLevel(k.path("subject").textValue(), value == null ? null : level(parse(value)));
    }
  }

  private static CompatibilityLevel level(JsonNode value) {
    return CompatibilityLevel.forName(value.required("compatibilityLevel").asText());
  }

  private static ObjectNode key(String type, String subject) {
    return JSON.createObjectNode().put("keytype", type).put("subject", subject);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new EmbeddedException(
          "The topic %s holds a record that is not a registry's: %s"
              .formatted(KafkaSchemaLog.TOPIC, e.getOriginalMessage()),
          e);
    }
  }
}
