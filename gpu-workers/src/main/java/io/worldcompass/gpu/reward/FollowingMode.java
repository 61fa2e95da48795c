package io.worldcompass.gpu.reward;

import io.worldcompass.schemas.Action;
import java.util.List;

/** Which number of a clip becomes its interaction-following reward in training. */
public enum FollowingMode {
  /** Spec S7 `fine`, the algorithm's default: the mean of both thresholded accuracies. */
  FINE,
  /** Spec S7 `joint`: the share of steps that are right in both parts. */
  JOINT,
  /**
   * The mean over steps of exp(-(e_t^2 + e_r^2) / (2 * 0.5^2)), errors in steps. A product of both
   * parts, so that one cannot be traded for the other, and smooth, so that small gains show.
   */
  SMOOTH;

  private static final double WIDTH = 0.5;

  /**
   * The reward of a clip, in [0, 1].
   *
   * @param score the clip's accuracies
   * @param motions the estimated motion of each step, in units of one commanded step
   * @param commanded the commanded label of each step
   */
  public double reward(
      InteractionFollowing.Score score, List<Motion> motions, List<Integer> commanded) {
    return switch (this) {
      case FINE -> score.fine();
      case JOINT -> score.joint();
      case SMOOTH -> smooth(motions, commanded);
    };
  }

  private static double smooth(List<Motion> motions, List<Integer> commanded) {
    double sum = 0;
    for (int i = 0; i < motions.size(); i++) {
      Motion wanted = Motion.commanded(Action.ofLabel(commanded.get(i)));
      sum += Math.exp(-squaredError(motions.get(i), wanted) / (2 * WIDTH * WIDTH));
    }
    return sum / motions.size();
  }

  private static double squaredError(Motion a, Motion b) {
    return square(a.forward() - b.forward())
        + square(a.right() - b.right())
        + square(a.down() - b.down())
        + square(a.yaw() - b.yaw())
        + square(a.pitch() - b.pitch());
  }

  private static double square(double x) {
    return x * x;
  }
}
