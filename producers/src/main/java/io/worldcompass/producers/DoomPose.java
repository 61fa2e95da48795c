package io.worldcompass.producers;

import java.util.Optional;

/**
 * A Doom player before a tick's command, as a ghost file has it.
 *
 * @param x map units
 * @param y map units
 * @param angle degrees, counter-clockwise from +x
 * @param alive false from the first picture of dying until the player is back in the game
 */
record DoomPose(double x, double y, double angle, boolean alive, int episode, int map) {
  /** Momentum is capped at 30 units a tick and axis; only a teleport goes this far in one tick. */
  private static final double TELEPORT_DISTANCE = 64;

  /** Where running ends up at: momentum 16 2/3 units a tick. */
  private static final double FULL_SPEED = 50.0 / 3;

  private static final double HALF_TURN = 180;

  /**
   * How the camera moved from this pose to the next one, a tick later, as controls would say it.
   */
  Tick to(DoomPose next) {
    double heading = Math.toRadians(angle);
    double dx = (next.x - x) / FULL_SPEED;
    double dy = (next.y - y) / FULL_SPEED;
    double left = next.angle - angle;
    return new Tick(
        dx * Math.cos(heading) + dy * Math.sin(heading),
        dx * Math.sin(heading) - dy * Math.cos(heading),
        HALF_TURN - wrapped(left + HALF_TURN),
        0);
  }

  private static double wrapped(double degrees) {
    return degrees - 2 * HALF_TURN * Math.floor(degrees / (2 * HALF_TURN));
  }

  /** Why the way from the pose a tick before cannot have been walked, if so. */
  Optional<String> leapFrom(DoomPose before) {
    if (episode != before.episode || map != before.map) {
      return Optional.of(Break.LEVEL_CHANGE);
    }
    return Math.hypot(x - before.x, y - before.y) > TELEPORT_DISTANCE
        ? Optional.of(Break.TELEPORT)
        : Optional.empty();
  }
}
