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

  /**
   * Whether commands are executed in full or in parts at random, as in the simulated game. Recorded
   * play has one way of execution: what was pressed is what happened.
   */
  default boolean executesInParts() {
    return true;
  }
}
