package io.worldcompass.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Avro records from plain JSON: the inverse of {@link AvroJson}. */
final class JsonAvro {
  private JsonAvro() {}

  /**
   * A record from JSON; a field that is not given takes its default.
   *
   * @throws UserException naming the field that is missing, unknown or of another type
   */
  static SpecificRecord record(Schema schema, JsonNode json) {
    return (SpecificRecord) value(schema, json, schema.getName());
  }

  private static Object value(Schema schema, JsonNode json, String path) {
    return switch (schema.getType()) {
      case RECORD -> fields(schema, json, path);
      case UNION -> json.isNull() ? null : value(notNull(schema), json, path);
      case ARRAY -> items(schema, json, path);
      case MAP -> entries(schema, json, path);
      case ENUM -> symbol(schema, json, path);
      case LONG ->
          schema.getLogicalType() == null ? number(json, path).longValue() : time(json, path);
      case INT -> number(json, path).intValue();
      case DOUBLE -> number(json, path).doubleValue();
      case BOOLEAN -> require(json.isBoolean(), json, path, "true or false").booleanValue();
      case STRING -> require(json.isTextual(), json, path, "text").textValue();
      default ->
          throw new UserException(path + ": " + schema.getType() + " cannot be given in JSON");
    };
  }

  private static SpecificRecord fields(Schema schema, JsonNode json, String path) {
    require(json.isObject(), json, path, "an object");
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (schema.getField(name) == null) {
                throw new UserException(path + " has no field '" + name + "'");
              }
            });
    SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), field(field, json.get(field.name()), path + "." + field.name()));
    }
    return record;
  }

  private static Object field(Schema.Field field, JsonNode json, String path) {
    if (json != null) {
      return value(field.schema(), json, path);
    }
    if (!field.hasDefaultValue()) {
      throw new UserException(path + " is missing");
    }
    return SpecificData.get().getDefaultValue(field);
  }

  private static Schema notNull(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static List<Object> items(Schema schema, JsonNode json, String path) {
    require(json.isArray(), json, path, "an array");
    List<Object> items = new ArrayList<>();
    for (JsonNode item : json) {
      items.add(value(schema.getElementType(), item, path + "[" + items.size() + "]"));
    }
    return items;
  }

  private static Map<String, Object> entries(Schema schema, JsonNode json, String path) {
    require(json.isObject(), json, path, "an object");
    Map<String, Object> entries = new LinkedHashMap<>();
    json.properties()
        .forEach(
            e ->
                entries.put(
                    e.getKey(),
                    value(schema.getValueType(), e.getValue(), path + "." + e.getKey())));
    return entries;
  }

  private static Object symbol(Schema schema, JsonNode json, String path) {
    boolean known = json.isTextual() && schema.hasEnumSymbol(json.textValue());
    require(known, json, path, "one of " + schema.getEnumSymbols());
    return SpecificData.get().createEnum(json.textValue(), schema);
  }

  private static Instant time(JsonNode json, String path) {
    try {
      return Instant.parse(require(json.isTextual(), json, path, "a time").textValue());
    } catch (DateTimeParseException e) {
      throw new UserException(
          path + ": expected a time such as 2026-11-23T10:00:00Z, got " + json, e);
    }
  }

  private static Number number(JsonNode json, String path) {
    return require(json.isNumber(), json, path, "a number").numberValue();
  }

  private static JsonNode require(boolean ok, JsonNode json, String path, String expected) {
    if (!ok) {
      throw new UserException(path + ": expected " + expected + ", got " + json);
    }
    return json;
  }
}
