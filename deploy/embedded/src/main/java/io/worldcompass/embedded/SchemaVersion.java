package io.worldcompass.embedded;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;

/**
 * A schema under a subject.
 *
 * @param version counted from 1 in its subject
 * @param id the number in each record's header, the same for the same schema under every subject
 */
record SchemaVersion(String subject, int version, int id, AvroSchema schema) {}
