package io.worldcompass.gpu.pretrain;

/** An endless, seeded source of recorded play at the model's frame size. */
@FunctionalInterface
public interface ClipSource {
  /**
   * The next stretch of play.
   *
   * @param clips its length in clips of {@code steps} frame steps, one action a clip
   */
  Recording next(int clips, int steps);
}
