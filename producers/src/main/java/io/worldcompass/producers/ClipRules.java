package io.worldcompass.producers;

/**
 * How ticks become clips and labels.
 *
 * @param ticksPerClip length of a clip in ticks, at least 1
 * @param labelsPerClip labels in a clip, one per latent; divides {@code ticksPerClip}
 * @param clipsPerScenario most clips in one scenario, at least 1
 * @param translationThreshold a translation axis is set when its mean is at least this share of
 *     full speed
 * @param rotationThreshold a rotation axis is set when its sum is at least this many degrees per 16
 *     ticks
 */
public record ClipRules(
    int ticksPerClip,
    int labelsPerClip,
    int clipsPerScenario,
    double translationThreshold,
    double rotationThreshold) {
  /** The thresholds are stated for this many ticks; other lengths scale the rotation one. */
  static final int REFERENCE_TICKS = 16;

  /** 16 ticks a clip, one label a clip, 16 clips a scenario, 0.35 of full speed, 2 degrees. */
  public static final ClipRules DEFAULT = new ClipRules(16, 1, 16, 0.35, 2.0);

  /** A clip for every tick, and one scenario for every unbroken stretch of play. */
  static final ClipRules EVERY_TICK =
      DEFAULT.withTicksPerClip(1).withClipsPerScenario(Integer.MAX_VALUE);

  public ClipRules {
    if (ticksPerClip < 1) {
      throw new IllegalArgumentException("ticks per clip must be 1 or more, got " + ticksPerClip);
    }
    if (labelsPerClip < 1 || ticksPerClip % labelsPerClip != 0) {
      throw new IllegalArgumentException(
          "labels per clip must divide the "
              + ticksPerClip
              + " ticks of a clip evenly, got "
              + labelsPerClip);
    }
    if (clipsPerScenario < 1) {
      throw new IllegalArgumentException(
          "clips per scenario must be 1 or more, got " + clipsPerScenario);
    }
    if (!(translationThreshold > 0) || !(rotationThreshold > 0)) {
      throw new IllegalArgumentException("thresholds must be greater than 0");
    }
  }

  public ClipRules withTicksPerClip(int ticks) {
    return new ClipRules(
        ticks, labelsPerClip, clipsPerScenario, translationThreshold, rotationThreshold);
  }

  public ClipRules withLabelsPerClip(int labels) {
    return new ClipRules(
        ticksPerClip, labels, clipsPerScenario, translationThreshold, rotationThreshold);
  }

  public ClipRules withClipsPerScenario(int clips) {
    return new ClipRules(
        ticksPerClip, labelsPerClip, clips, translationThreshold, rotationThreshold);
  }
}
