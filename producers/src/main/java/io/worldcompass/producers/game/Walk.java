package io.worldcompass.producers.game;

import io.worldcompass.schemas.Action;
import java.util.List;

/**
 * What a player did: one more pose than steps.
 *
 * @param poses the start, then the pose after every step
 * @param commanded the action that the inputs say, per step
 * @param executed the action that moved the camera, per step; equal to the commanded one for a
 *     player who presses what he does
 */
public record Walk(List<Pose> poses, List<Action> commanded, List<Action> executed) {
  public Walk {
    poses = List.copyOf(poses);
    commanded = List.copyOf(commanded);
    executed = List.copyOf(executed);
    if (poses.size() != commanded.size() + 1 || commanded.size() != executed.size()) {
      throw new IllegalArgumentException("a walk has one more pose than steps");
    }
  }
}
