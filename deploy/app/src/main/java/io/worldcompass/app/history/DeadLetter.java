package io.worldcompass.app.history;

import io.worldcompass.schemas.kafka.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of dead-letters.
 *
 * @param offset its offset in dead-letters: its number in the commands
 * @param time when it became a dead letter
 * @param reason why, for people
 * @param exception class of the exception
 * @param topic origin: topic; empty when unknown
 * @param partition origin: partition
 * @param originOffset origin: offset
 * @param key the original key, null for none
 * @param value the original bytes, null for none
 */
public record DeadLetter(
    long offset,
    Instant time,
    String reason,
    String exception,
    String topic,
    int partition,
    long originOffset,
    byte[] key,
    byte[] value) {

  public static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
    return new DeadLetter(
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        header(record, DeadLetters.MESSAGE),
        header(record, DeadLetters.EXCEPTION),
        header(record, DeadLetters.TOPIC),
        Integer.parseInt(number(header(record, DeadLetters.PARTITION))),
        Long.parseLong(number(header(record, DeadLetters.OFFSET))),
        record.key(),
        record.value());
  }

  /** Whether the record only repeats one that was seen, as from a second attempt at a task. */
  public boolean isDuplicate() {
    return reason.startsWith("duplicate: ");
  }

  /** Whether the record came after its group or iteration had closed. */
  public boolean isLate() {
    return reason.startsWith("late: ");
  }

  /** The reason without its details: {@code invalid}, or the name of the exception. */
  public String kind() {
    return reason.matches("(?s)[a-z]+: .*")
        ? reason.substring(0, reason.indexOf(':'))
        : exception.substring(exception.lastIndexOf('.') + 1);
  }

  /** Which of two letters about the same thing decides its fate: the greater one. */
  int weight() {
    return isDuplicate() ? 0 : isLate() ? 1 : 2;
  }

  /** The original key as text; the origin where there is no key. */
  public String id() {
    return key == null || key.length == 0 ? origin() : new String(key, StandardCharsets.UTF_8);
  }

  /** Where the record was read: TOPIC-PARTITION@OFFSET. */
  public String origin() {
    return position(topic, partition, originOffset);
  }

  static String position(String topic, int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static String number(String text) {
    return text.matches("-?\\d{1,18}") ? text : "-1";
  }
}
