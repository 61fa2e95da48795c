package io.worldcompass.embedded;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.KafkaException;

/**
 * The rules of a registry: the same schema has the same id everywhere, a new version must be
 * compatible, and nothing is answered before it is in the log. Schemas cannot be deleted, because
 * records would become unreadable. Thread-safe.
 */
final class SchemaRegistry {
  private final SchemaLog log;
  private SchemaIndex index;
  private boolean behindTheLog;

  SchemaRegistry(SchemaLog log) {
    this.log = log;
    this.index = log.read();
  }

  /** Reads the registry in one piece. */
  synchronized <T> T read(Function<SchemaIndex, T> question) {
    return question.apply(index);
  }

  /** The id of a schema under a subject, newly given or known before. */
  synchronized int register(String subject, AvroSchema schema) {
    catchUp();
    Optional<SchemaVersion> known = find(index.versions(subject), schema);
    if (known.isPresent()) {
      return known.get().id();
    }
    List<SchemaVersion> earlier = index.versions(subject);
    List<String> differences = incompatibilities(schema, earlier, index.effectiveLevel(subject));
    if (!differences.isEmpty()) {
      throw RegistryError.incompatible(subject, differences);
    }
    int version = earlier.isEmpty() ? 1 : earlier.get(earlier.size() - 1).version() + 1;
    SchemaVersion added = new SchemaVersion(subject, version, index.idFor(schema), schema);
    append(SchemaRecord.of(added));
    index.put(added);
    return added.id();
  }

  /** The version of a subject that has exactly this schema. */
  synchronized SchemaVersion lookup(String subject, AvroSchema schema) {
    return find(versions(subject), schema).orElseThrow(RegistryError::schemaNotFound);
  }

  /** The versions of a known subject, oldest first. */
  synchronized List<SchemaVersion> versions(String subject) {
    List<SchemaVersion> versions = index.versions(subject);
    if (versions.isEmpty()) {
      throw RegistryError.subjectNotFound(subject);
    }
    return versions;
  }

  /** A version by its number, or the {@code latest}. */
  SchemaVersion version(String subject, String version) {
    List<SchemaVersion> versions = versions(subject);
    if (version.equals("latest")) {
      return versions.get(versions.size() - 1);
    }
    int number = number(version);
    return versions.stream()
        .filter(v -> v.version() == number)
        .findFirst()
        .orElseThrow(() -> RegistryError.versionNotFound(version));
  }

  /** Why a schema could not follow these versions at the subject's level; empty when it could. */
  synchronized List<String> incompatibilities(
      String subject, AvroSchema schema, List<SchemaVersion> earlier) {
    return incompatibilities(schema, earlier, index.effectiveLevel(subject));
  }

  /** Sets a level; a null subject is the global one, a null level takes the subject's back. */
  synchronized void setLevel(String subject, CompatibilityLevel level) {
    catchUp();
    append(SchemaRecord.of(subject, level));
    index.putLevel(subject, level);
  }

  /** Parses a schema as the registry keeps it. */
  static AvroSchema parse(String text, boolean normalize) {
    try {
      AvroSchema schema = new AvroSchema(text);
      schema.validate(false);
      return normalize ? schema.normalize() : schema;
    } catch (AvroRuntimeException | IllegalArgumentException e) {
      throw RegistryError.invalidSchema(e.getMessage());
    }
  }

  private static Optional<SchemaVersion> find(List<SchemaVersion> versions, AvroSchema schema) {
    String text = schema.canonicalString();
    return versions.stream().filter(v -> v.schema().canonicalString().equals(text)).findFirst();
  }

  private static List<String> incompatibilities(
      AvroSchema schema, List<SchemaVersion> earlier, CompatibilityLevel level) {
    List<ParsedSchemaHolder> holders =
        earlier.stream()
            .<ParsedSchemaHolder>map(v -> new SimpleParsedSchemaHolder(v.schema()))
            .toList();
    return schema.isCompatible(level, holders);
  }

  private static int number(String version) {
    try {
      int number = Integer.parseInt(version);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw RegistryError.invalidVersion(version);
    }
    throw RegistryError.invalidVersion(version);
  }

  // After an append of unknown outcome the log decides what is true.
  private void catchUp() {
    if (!behindTheLog) {
      return;
    }
    try {
      index = log.read();
      behindTheLog = false;
    } catch (KafkaException e) {
      throw RegistryError.storeFailed(e);
    }
  }

  private void append(SchemaRecord entry) {
    try {
      log.append(entry);
    } catch (KafkaException e) {
      behindTheLog = true;
      throw RegistryError.storeFailed(e);
    }
  }
}
