package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.worldcompass.schemas.blob.FileBlobStore;

/**
 * The identity of a scenario: a hash of the recording's content up to the scenario's end and the
 * position in it, never of its name, time or machine. So ingesting a recording twice, or a copy of
 * it, or while it still grows, yields the same ids.
 */
final class ScenarioId {
  private static final int HEX_DIGITS = 32;

  private ScenarioId() {}

  /**
   * Other cutting rules make other scenarios of the same play, so they are part of the position.
   */
  static String of(String contentId, Scenario.Source source, ClipRules rules) {
    String position =
        String.join(
            "/",
            contentId,
            Integer.toString(source.player()),
            Integer.toString(source.firstTick()),
            Integer.toString(source.lastTick()),
            Integer.toString(rules.ticksPerClip()),
            Integer.toString(rules.labelsPerClip()));
    return FileBlobStore.sha256(position.getBytes(UTF_8)).substring(0, HEX_DIGITS);
  }
}
