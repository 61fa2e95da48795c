package io.worldcompass.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Avro records as plain JSON: unions without type tags, instants as ISO-8601, so that a program
 * without the schema can read them.
 */
final class AvroJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AvroJson() {}

  static JsonNode of(Object value) {
    if (value == null) {
      return NODES.nullNode();
    } else if (value instanceof IndexedRecord avro) {
      return record(avro);
    } else if (value instanceof Collection<?> items) {
      ArrayNode array = NODES.arrayNode();
      items.forEach(item -> array.add(of(item)));
      return array;
    } else if (value instanceof Map<?, ?> entries) {
      ObjectNode object = NODES.objectNode();
      entries.forEach((key, entry) -> object.set(key.toString(), of(entry)));
      return object;
    }
    return scalar(value);
  }

  private static ObjectNode record(IndexedRecord avro) {
    ObjectNode object = NODES.objectNode();
    for (Schema.Field field : avro.getSchema().getFields()) {
      object.set(field.name(), of(avro.get(field.pos())));
    }
    return object;
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof Boolean bool) {
      return NODES.booleanNode(bool);
    } else if (value instanceof Integer number) {
      return NODES.numberNode(number);
    } else if (value instanceof Long number) {
      return NODES.numberNode(number);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      return NODES.numberNode(number);
    }
    // Enums, instants, and doubles that JSON has no number for.
    return NODES.textNode(value.toString());
  }
}
