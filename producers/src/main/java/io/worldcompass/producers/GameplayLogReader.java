package io.worldcompass.producers;

import java.util.List;

/**
 * Reads one format of recorded play. A reader knows nothing of clips: it turns a recording into
 * ticks, in the units and signs of {@link Tick}, and says where play broke off.
 */
public interface GameplayLogReader {
  /** The name that {@code --format} takes. */
  String format();

  /** What a recording of this format starts with, for the message to one whose file does not. */
  String expectation();

  /**
   * Whether the content looks like this format, judged by its beginning. A recording that is cut
   * off later is still recognised, so that the error names where it ends.
   */
  boolean recognises(byte[] content);

  /**
   * The logs of all players of the recording, by player.
   *
   * @param input the recording; {@link LogInput#sibling} gives a sidecar of it
   * @param content the recording's bytes
   * @throws BadLogException when the recording, or its sidecar, is not a whole one of this format;
   *     nothing of it is used then
   */
  List<PlayerLog> read(LogInput input, byte[] content) throws BadLogException;
}
