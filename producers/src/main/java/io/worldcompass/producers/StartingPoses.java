package io.worldcompass.producers;

import io.worldcompass.producers.game.Pose;
import io.worldcompass.producers.game.World;
import io.worldcompass.schemas.Action;
import java.util.List;
import java.util.Random;

/**
 * Where a recorded player stands in the simulated world at first. He walked other halls than this
 * room, so of some places drawn from the scenario's id he gets the one from which his way is free
 * for longest.
 */
final class StartingPoses {
  private static final int CANDIDATES = 256;
  private static final int SEED_HEX_DIGITS = 16;
  private static final int HEX = 16;

  private final World world;
  private final int stepsPerClip;

  StartingPoses(World world, int stepsPerClip) {
    if (stepsPerClip < 1) {
      throw new IllegalArgumentException("steps per clip must be 1 or more, got " + stepsPerClip);
    }
    this.world = world;
    this.stepsPerClip = stepsPerClip;
  }

  Pose of(Scenario scenario) {
    Random random = new Random(seed(scenario.id()));
    Pose best = world.randomPose(random);
    int longest = freeSteps(best, scenario.clips());
    int all = scenario.clips().size() * stepsPerClip;
    for (int i = 1; i < CANDIDATES && longest < all; i++) {
      Pose pose = world.randomPose(random);
      int steps = freeSteps(pose, scenario.clips());
      if (steps > longest) {
        longest = steps;
        best = pose;
      }
    }
    return best;
  }

  private static long seed(String scenarioId) {
    return Long.parseUnsignedLong(scenarioId, 0, SEED_HEX_DIGITS, HEX);
  }

  /** Steps that the clips' actions can be executed before a wall, a box or the pitch limit. */
  int freeSteps(Pose start, List<Clip> clips) {
    Pose pose = start;
    int steps = 0;
    for (Clip clip : clips) {
      List<Action> actions = clip.latentActions();
      for (int step = 0; step < stepsPerClip; step++, steps++) {
        pose = pose.step(actions.get(step * actions.size() / stepsPerClip));
        if (!world.isFree(pose)) {
          return steps;
        }
      }
    }
    return steps;
  }
}
