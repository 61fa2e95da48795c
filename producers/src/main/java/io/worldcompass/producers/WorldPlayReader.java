package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Action files of WorldPlay's trainer: one JSON object of {"frame": {"move_action": letters of
 * WASD, "view_action": LR, LL, LU, LD or another}}; or its pose strings, such as {@code
 * w-3,right-2} (spec S6). A frame is a tick; four frames are a latent, over which a turn makes 3
 * degrees.
 */
final class WorldPlayReader implements GameplayLogReader {
  static final String FORMAT = "worldplay";
  static final int FRAMES_PER_LATENT = 4;
  static final double DEGREES_PER_FRAME = 3.0 / FRAMES_PER_LATENT;
  private static final int RECOGNISED_BY = 4096;
  private static final String START =
      "(?s)\\s*\\{\\s*\"\\d+\"\\s*:\\s*\\{[^{}]*\"(move|view)_action\".*";

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public String expectation() {
    return "a JSON object of frames with move_action and view_action, or a pose string like w-3";
  }

  @Override
  public boolean recognises(byte[] beginning) {
    String start = new String(beginning, 0, Math.min(beginning.length, RECOGNISED_BY), UTF_8);
    return start.matches(START) || PoseString.startsLikeOne(start);
  }

  @Override
  public LogDecoder decoder(LogInput input, Play play) {
    play.title("a WorldPlay action file");
    return new WorldPlayDecoder(input.shownAs(), play);
  }
}
