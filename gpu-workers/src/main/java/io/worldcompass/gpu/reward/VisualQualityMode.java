package io.worldcompass.gpu.reward;

import java.util.Arrays;

/** How the qualities q of a clip's frames become its visual-quality reward (spec S8). */
public enum VisualQualityMode {
  /** The default: mean of -|q(frame) - q(first frame of the scenario)|. */
  DRIFT,
  /** Mean of q(frame). */
  QUALITY,
  /** Mean of q(frame, the scenario's prompt), from a quality model that reads prompts. */
  CAPTION;

  /**
   * The reward of a clip.
   *
   * @param frames q of each scored frame, at least one; given the prompt in CAPTION mode
   * @param first q of the scenario's first frame; only DRIFT looks at it
   * @throws IllegalArgumentException when no frame is given or a quality is not finite
   */
  public double reward(double[] frames, double first) {
    if (frames.length == 0) {
      throw new IllegalArgumentException("visual quality needs at least one frame");
    }
    double value =
        this == DRIFT
            ? Arrays.stream(frames).map(q -> -Math.abs(q - first)).average().orElseThrow()
            : Arrays.stream(frames).average().orElseThrow();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "a frame's quality is not finite: " + Arrays.toString(frames) + ", first " + first);
    }
    return value;
  }
}
