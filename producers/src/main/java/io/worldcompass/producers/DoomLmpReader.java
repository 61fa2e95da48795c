package io.worldcompass.producers;

import java.util.Optional;

/**
 * Doom demos (LMP): v1.9 (version 109) and longtics (111), one to four players, 35 ticks a second.
 * A ghost file of dsda-doom beside it (same name, .gst) tells of deaths and teleports.
 */
final class DoomLmpReader implements GameplayLogReader {
  static final String FORMAT = "doom-lmp";

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public String expectation() {
    return "a Doom demo, whose first byte is 109 (v1.9) or 111 (longtics)";
  }

  @Override
  public boolean recognises(byte[] beginning) {
    return DoomHeader.startsLikeOne(beginning);
  }

  @Override
  public LogDecoder decoder(LogInput input, Play play) {
    return new DoomDecoder(input.shownAs(), ghost(input), play);
  }

  /** The ghost file beside a demo. */
  static Optional<LogInput> ghost(LogInput input) {
    return input
        .sibling("gst")
        .or(() -> input.sibling("gst.gz"))
        .or(() -> input.sibling("gst.zst"));
  }
}
