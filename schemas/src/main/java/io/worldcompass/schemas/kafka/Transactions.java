package io.worldcompass.schemas.kafka;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Writes records, and the offsets of what they were made from, whole or not at all. */
public final class Transactions {
  private Transactions() {}

  /** Writes records in one transaction. */
  public static void write(
      Producer<byte[], byte[]> producer, Collection<ProducerRecord<byte[], byte[]>> records) {
    write(producer, records, Map.of(), null);
  }

  /**
   * Writes records and commits offsets in one transaction; after a failure the transaction is
   * aborted and the exception thrown on.
   */
  public static void write(
      Producer<byte[], byte[]> producer,
      Collection<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    producer.beginTransaction();
    try {
      records.forEach(record -> send(producer, record));
      if (!offsets.isEmpty()) {
        producer.sendOffsetsToTransaction(offsets, group);
      }
      producer.commitTransaction();
    } catch (KafkaException e) {
      abort(producer, e);
      throw e;
    }
  }

  /** A failed send makes {@code commitTransaction} fail, so its future need not be looked at. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  private static void abort(Producer<byte[], byte[]> producer, KafkaException cause) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      cause.addSuppressed(e);
    }
  }
}
