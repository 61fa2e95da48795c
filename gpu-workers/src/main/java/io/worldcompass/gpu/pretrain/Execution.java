package io.worldcompass.gpu.pretrain;

import io.worldcompass.schemas.Action;
import java.util.Random;

/**
 * How a command was executed in recorded play, and where on the noise's coordinate (see {@link
 * io.worldcompass.gpu.model.NoiseCoordinate}) pre-training puts that: the first part of a composite
 * to one side, the second to the other, both parts between them. With a fifth of composites
 * executed in full the coordinate stays a standard normal number.
 */
enum Execution {
  /** There is one way to execute it. */
  PLAIN(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
  FIRST_PART(Double.NEGATIVE_INFINITY, -Execution.BOUND),
  IN_FULL(-Execution.BOUND, Execution.BOUND),
  SECOND_PART(Execution.BOUND, Double.POSITIVE_INFINITY);

  // A fifth of a standard normal distribution lies within this.
  private static final double BOUND = 0.2533;
  private final double least;
  private final double most;

  Execution(double least, double most) {
    this.least = least;
    this.most = most;
  }

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

  /** A standard normal number within this execution's share. */
  double coordinate(Random random) {
    while (true) {
      double u = random.nextGaussian();
      if (u > least && u < most) {
        return u;
      }
    }
  }
}
