package io.worldcompass.producers.game;

import io.worldcompass.schemas.Action;
import java.util.Random;

/**
 * A scripted player who never stops: he holds an action for some clips, where his way is free, then
 * takes another. Deterministic by seed.
 */
final class LivePlayer {
  /** Ticks of a clip and of a frame step: the pace of the recordings that models learn from. */
  private static final int CLIP_TICKS = 16;

  private static final int STEP_TICKS = 4;
  private static final int TRIES = 60;
  private static final ActionMix MIX = new ActionMix(0.05, 0.7);

  private final World world;
  private final Random random;
  private Pose pose;
  private Action action = new Action(0, 0);
  private int left;

  LivePlayer(World world, long seed) {
    this.world = world;
    this.random = new Random(seed);
    this.pose = start();
  }

  /**
   * What a player does in a tick.
   *
   * @param cameBack he had run into a corner and is somewhere else since this tick
   */
  record Input(Action action, boolean cameBack) {}

  Input tick() {
    boolean cameBack = false;
    if (left == 0) {
      cameBack = !choose();
      left = CLIP_TICKS;
    }
    left--;
    if (left % STEP_TICKS == 0) {
      pose = pose.step(action);
    }
    return new Input(action, cameBack);
  }

  /** False when no way was free from here. */
  private boolean choose() {
    for (int i = 0; i < TRIES; i++) {
      // Often the same again: people hold keys for longer than a clip.
      Action wanted = i == 0 && random.nextInt(3) == 0 ? action : MIX.draw(random);
      if (isFree(wanted)) {
        action = wanted;
        return true;
      }
    }
    pose = start();
    action = new Action(0, 0);
    return false;
  }

  private boolean isFree(Action wanted) {
    Pose next = pose;
    for (int step = 0; step < CLIP_TICKS / STEP_TICKS; step++) {
      next = next.step(wanted);
      if (!world.isFree(next)) {
        return false;
      }
    }
    return true;
  }

  private Pose start() {
    while (true) {
      Pose place =
          new Pose(
              World.SIZE * random.nextDouble(),
              World.SIZE * random.nextDouble(),
              360 * random.nextDouble(),
              20 * (2 * random.nextDouble() - 1));
      if (world.isFree(place)) {
        return place;
      }
    }
  }
}
