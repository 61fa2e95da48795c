package io.worldcompass.producers;

/**
 * Reads one format of recorded play. A reader knows nothing of clips: it turns a recording into
 * ticks, in the units and signs of {@link Tick}, and says where play broke off.
 */
interface GameplayLogReader {
  /** The name that {@code --format} takes. */
  String format();

  /** What a recording of this format starts with, for the message to one whose file does not. */
  String expectation();

  /**
   * Whether the content looks like this format, judged by its beginning. A recording that is cut
   * off later is still recognised, so that the error names where it ends.
   *
   * @param beginning the first bytes of the recording, decompressed; all of a short one
   */
  boolean recognises(byte[] beginning);

  /**
   * Begins to read a recording.
   *
   * @param input the recording; {@link LogInput#sibling} gives a sidecar of it
   * @param play takes what is read
   */
  LogDecoder decoder(LogInput input, Play play);
}
