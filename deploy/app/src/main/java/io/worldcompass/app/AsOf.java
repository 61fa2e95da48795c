package io.worldcompass.app;

import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.kafka.KafkaClients;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The point in a run's history that a command looks at: an iteration, or a time. */
final class AsOf {
  private AsOf() {}

  /**
   * The last instant that counts.
   *
   * @param text an iteration, an ISO-8601 time, or null for now
   * @throws UserException when it is neither, or the iteration has not been trained
   */
  static Instant parse(String text, Topics topics, KafkaClients clients) {
    if (text == null) {
      return Instant.MAX;
    }
    if (text.matches("\\d{1,9}")) {
      return published(Integer.parseInt(text), topics, clients);
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UserException(
          "--as-of takes an iteration or a time such as 2026-11-23T10:00:00Z, got '" + text + "'",
          e);
    }
  }

  /** When the record of the iteration's first version was written. */
  private static Instant published(int iteration, Topics topics, KafkaClients clients) {
    long[] time = {-1};
    TopicScan.each(
        clients,
        topics.policyWeights,
        (record, manifest) -> {
          if (manifest.getIteration() == iteration && time[0] < 0) {
            time[0] = record.timestamp();
          }
        });
    if (time[0] < 0) {
      throw new UserException(
          "iteration " + iteration + " is not trained; see: ./worldcompass weights list");
    }
    return Instant.ofEpochMilli(time[0]);
  }
}
