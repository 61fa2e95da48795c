package io.worldcompass.producers;

import io.worldcompass.schemas.Action;
import java.util.List;
import java.util.Optional;

/**
 * A prompt and the actions of up to so many consecutive clips of one player.
 *
 * @param id hex, from the source's content and position: the same play always has the same id
 * @param source where the play stands
 * @param prompt text for the world model; the same play always has the same text
 * @param unbrokenFrom the first tick of the unbroken play that the clips belong to: the first
 *     clip's, or an earlier one where another scenario ends with the tick before
 * @param clips in order, each starting where the one before ended
 * @param dropped clips lost after (for the first scenario of a log also before) these clips
 * @param recording where it was read, for what lies beside it
 */
public record Scenario(
    String id,
    Source source,
    String prompt,
    int unbrokenFrom,
    List<Clip> clips,
    List<DroppedClip> dropped,
    Optional<LogInput> recording) {
  public Scenario {
    clips = List.copyOf(clips);
    dropped = List.copyOf(dropped);
  }

  /**
   * Position of a scenario in a recording.
   *
   * @param format name of the log format
   * @param file name of the recording, without its folder
   * @param player 0-based
   * @param playerId who played, as the log has it; empty where it names nobody. Never written to a
   *     topic or shown as it is
   * @param firstTick 0-based, inclusive
   * @param lastTick inclusive
   */
  public record Source(
      String format, String file, int player, String playerId, int firstTick, int lastTick) {}

  /** The same scenario with a player id that came from elsewhere. */
  Scenario playedBy(String playerId) {
    Source named =
        new Source(
            source.format, source.file, source.player, playerId, source.firstTick, source.lastTick);
    return new Scenario(id, named, prompt, unbrokenFrom, clips, dropped, recording);
  }

  /** The labels of all latents of all clips, in order: what the world model is conditioned on. */
  public List<Action> latentActions() {
    return clips.stream().flatMap(clip -> clip.latentActions().stream()).toList();
  }
}
