package io.worldcompass.embedded;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the registry's log says, in memory. Not thread-safe. */
final class SchemaIndex {
  private final TreeMap<Integer, AvroSchema> byId = new TreeMap<>();
  private final Map<String, Integer> idByText = new HashMap<>();
  private final SortedMap<String, TreeMap<Integer, SchemaVersion>> bySubject = new TreeMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();
  private CompatibilityLevel globalLevel = CompatibilityLevel.FULL_TRANSITIVE;

  void put(SchemaVersion added) {
    byId.put(added.id(), added.schema());
    idByText.put(added.schema().canonicalString(), added.id());
    bySubject.computeIfAbsent(added.subject(), s -> new TreeMap<>()).put(added.version(), added);
  }

  /**
   * Sets the level of a subject, or the global one where the subject is null; a null level takes it
   * back.
   */
  void putLevel(String subject, CompatibilityLevel level) {
    if (subject == null) {
      globalLevel = level == null ? CompatibilityLevel.FULL_TRANSITIVE : level;
    } else if (level == null) {
      levels.remove(subject);
    } else {
      levels.put(subject, level);
    }
  }

  List<String> subjects() {
    return List.copyOf(bySubject.keySet());
  }

  Optional<AvroSchema> schema(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  int maxId() {
    return byId.isEmpty() ? 0 : byId.lastKey();
  }

  /** The id that this schema has, or will have when it is registered next. */
  int idFor(AvroSchema schema) {
    return idByText.getOrDefault(schema.canonicalString(), maxId() + 1);
  }

  /** The versions of a subject, oldest first; empty for an unknown one. */
  List<SchemaVersion> versions(String subject) {
    TreeMap<Integer, SchemaVersion> versions = bySubject.get(subject);
    return versions == null ? List.of() : List.copyOf(versions.values());
  }

  /** Wherever a schema is registered. */
  List<SchemaVersion> versionsWithId(int id) {
    List<SchemaVersion> found = new ArrayList<>();
    bySubject
        .values()
        .forEach(
            versions -> versions.values().stream().filter(v -> v.id() == id).forEach(found::add));
    return found;
  }

  CompatibilityLevel globalLevel() {
    return globalLevel;
  }

  Optional<CompatibilityLevel> levelOf(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  CompatibilityLevel effectiveLevel(String subject) {
    return levels.getOrDefault(subject, globalLevel);
  }
}
