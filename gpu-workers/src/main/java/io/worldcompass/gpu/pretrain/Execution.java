package io.worldcompass.gpu.pretrain;

import io.worldcompass.gpu.model.NoiseCoordinates;
import io.worldcompass.schemas.Action;
import java.util.Random;

/**
 * How a command was executed in recorded play, and where on the {@link NoiseCoordinates}
 * pre-training puts that. Each part of a composite has a coordinate: where both are above a
 * threshold both parts are executed, else the part whose coordinate is the greater. With three
 * tenths of composites executed in full, and else each part as often as the other, the coordinates
 * stay standard normal numbers.
 */
enum Execution {
  /** There is one way to execute it. */
  PLAIN,
  FIRST_PART,
  SECOND_PART,
  IN_FULL;

  // Both of two standard normal numbers are above this in three tenths of cases.
  private static final double THRESHOLD = -0.1199;

  static Execution of(Action commanded, Action executed) {
    if (!commanded.isComposite()) {
      return PLAIN;
    }
    if (executed.equals(commanded)) {
      return IN_FULL;
    }
    boolean joined = commanded.translation() != 0 && commanded.rotation() != 0;
    boolean first =
        joined ? executed.translation() != 0 : executed.forward() != 0 || executed.yaw() != 0;
    return first ? FIRST_PART : SECOND_PART;
  }

  /** What noise with these coordinates stands for under a composite command. */
  static Execution at(double first, double second) {
    if (first > THRESHOLD && second > THRESHOLD) {
      return IN_FULL;
    }
    return first > second ? FIRST_PART : SECOND_PART;
  }

  /** Writes coordinates that stand for this execution into row {@code row} of [B,2]. */
  void place(Random random, float[] coordinates, int row) {
    double first;
    double second;
    do {
      first = random.nextGaussian();
      second = random.nextGaussian();
    } while (this != PLAIN && at(first, second) != this);
    coordinates[NoiseCoordinates.COUNT * row] = (float) first;
    coordinates[NoiseCoordinates.COUNT * row + 1] = (float) second;
  }
}
