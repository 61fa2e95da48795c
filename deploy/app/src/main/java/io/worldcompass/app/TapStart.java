package io.worldcompass.app;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Where a tap starts to read: {@code beginning}, {@code latest}, an offset, or a time. */
interface TapStart {
  void seek(Consumer<?, ?> consumer, List<TopicPartition> partitions);

  /**
   * Reads the option's text.
   *
   * @throws UserException when it is none of the four
   */
  static TapStart parse(String text) {
    if (text.equals("beginning")) {
      return Consumer::seekToBeginning;
    } else if (text.equals("latest")) {
      return Consumer::seekToEnd;
    } else if (text.matches("\\d{1,18}")) {
      return (consumer, partitions) ->
          partitions.forEach(partition -> consumer.seek(partition, Long.parseLong(text)));
    }
    try {
      return atTime(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new UserException(
          "--from takes beginning, latest, an offset, or a time such as 2026-11-23T10:00:00Z, got '"
              + text
              + "'",
          e);
    }
  }

  /** The first record that is not older. */
  static TapStart atTime(Instant time) {
    return (consumer, partitions) -> {
      Map<TopicPartition, Long> wanted =
          partitions.stream().collect(Collectors.toMap(p -> p, p -> time.toEpochMilli()));
      Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
      consumer.seekToEnd(partitions);
      found.forEach(
          (partition, at) -> {
            if (at != null) {
              consumer.seek(partition, at.offset());
            }
          });
    };
  }
}
