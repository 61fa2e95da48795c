package io.worldcompass.gpu.reward;

import io.worldcompass.schemas.Action;

/**
 * The camera's motion from one frame to the next, in the camera's own axes before the motion (spec
 * S7). Translation and rotation are in the units of the estimator: its scale and degrees for poses,
 * one commanded step for the inverse-dynamics models.
 *
 * @param forward translation along the view, + forward
 * @param right translation across the view, + right
 * @param down translation along the camera's vertical, + down
 * @param yaw rotation, + to the right
 * @param pitch rotation, + up
 */
public record Motion(double forward, double right, double down, double yaw, double pitch) {
  /** Share of the translation that an axis must hold for its direction to count (spec S7). */
  private static final double DIRECTION_SHARE = 0.5;

  /** The motion that an action commands, in units of one step; a diagonal moves both axes. */
  public static Motion commanded(Action action) {
    return new Motion(action.forward(), action.right(), 0, action.yaw(), action.pitch());
  }

  /** The action of spec S6 that this motion shows, when read with the given thresholds (S7). */
  public Action action(double tauTranslation, double tauRotation) {
    double length = Math.sqrt(forward * forward + right * right + down * down);
    boolean moved = length > tauTranslation;
    return Action.ofSigns(
        moved ? sign(forward / length, DIRECTION_SHARE) : 0,
        moved ? sign(right / length, DIRECTION_SHARE) : 0,
        sign(yaw, tauRotation),
        sign(pitch, tauRotation));
  }

  private static int sign(double value, double threshold) {
    return value > threshold ? 1 : value < -threshold ? -1 : 0;
  }
}
