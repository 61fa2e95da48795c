package io.worldcompass.embedded;

/** Where a registry's records are kept, in the order of their writing. */
interface SchemaLog {
  /** Everything from the beginning to the present end. */
  SchemaIndex read();

  /**
   * Returns when the record is safe.
   *
   * @throws org.apache.kafka.common.KafkaException when that is not known; the record may or may
   *     not be in the log
   */
  void append(SchemaRecord entry);
}
