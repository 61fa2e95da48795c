package io.worldcompass.app;

import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.avro.WeightsManifest;
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
  static Instant parse(String text, WeightsLog weights) {
    if (text == null) {
      return Instant.MAX;
    }
    if (text.matches("\\d{1,9}")) {
      int iteration = Integer.parseInt(text);
      return weights.all().stream()
          .filter(manifest -> manifest.getIteration() == iteration)
          .map(WeightsManifest::getCreatedAt)
          .findFirst()
          .orElseThrow(
              () ->
                  new UserException(
                      "iteration "
                          + iteration
                          + " is not trained; see: ./worldcompass weights list"));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UserException(
          "--as-of takes an iteration or a time such as 2026-11-23T10:00:00Z, got '" + text + "'",
          e);
    }
  }
}
