package io.worldcompass.producers;

import java.util.Optional;

/**
 * A Doom player before a tick's command, as a ghost file has it.
 *
 * @param x map units
 * @param y map units
 * @param alive false from the first picture of dying until the player is back in the game
 */
record DoomPose(double x, double y, boolean alive, int episode, int map) {
  /** Momentum is capped at 30 units a tick and axis; only a teleport goes this far in one tick. */
  private static final double TELEPORT_DISTANCE = 64;

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
