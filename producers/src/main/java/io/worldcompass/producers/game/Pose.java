package io.worldcompass.producers.game;

import io.worldcompass.schemas.Action;

/**
 * Where the camera is and looks. World axes: +x right, +y down, +z forward at yaw 0; the floor is y
 * = 0.
 *
 * @param x world units
 * @param z world units
 * @param yaw degrees, + turned right
 * @param pitch degrees, + looking up
 */
public record Pose(double x, double z, double yaw, double pitch) {
  /** Height of the camera above the floor, in units. */
  public static final double CAMERA_HEIGHT = 1.2;

  /**
   * The pose one frame later: translation along the old heading, then the turn. Neither walls nor
   * the pitch limit are looked at here, see {@link World#isFree}.
   */
  public Pose step(Action action) {
    double heading = Math.toRadians(yaw);
    double forward = action.forward() * Motion.TRANSLATION;
    double right = action.right() * Motion.TRANSLATION;
    return new Pose(
        x + forward * Math.sin(heading) + right * Math.cos(heading),
        z + forward * Math.cos(heading) - right * Math.sin(heading),
        yaw + action.yaw() * Motion.YAW_DEGREES,
        pitch + action.pitch() * Motion.PITCH_DEGREES);
  }

  /**
   * The camera-to-world matrix of spec S7, row-major 4x4: columns are the camera's right (+x), down
   * (+y) and forward (+z) axes and its position.
   */
  public double[] toMatrix() {
    double sy = Math.sin(Math.toRadians(yaw));
    double cy = Math.cos(Math.toRadians(yaw));
    double sp = Math.sin(Math.toRadians(pitch));
    double cp = Math.cos(Math.toRadians(pitch));
    return new double[] {
      cy, sy * sp, sy * cp, x, 0, cp, -sp, -CAMERA_HEIGHT, -sy, cy * sp, cy * cp, z, 0, 0, 0, 1
    };
  }
}
