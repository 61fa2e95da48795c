package io.worldcompass.app.pretrain;

import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.producers.game.ActionMix;
import io.worldcompass.producers.game.Renderer;
import io.worldcompass.producers.game.ScriptedPlayer;
import io.worldcompass.producers.game.World;

/**
 * Play for evaluations: starts and action sequences that no training draws, every command executed
 * in full, with the true view of every step.
 */
public final class HeldOutPlay {
  // Far from the seeds of trainings and of their own held-out play.
  private static final long FIRST = 9_000_000;

  private HeldOutPlay() {}

  /** Scenarios of a suite; the same seed gives the same ones. */
  public static ClipSource of(Suite suite, long seed) {
    World world = new World(World.DEFAULT_SEED);
    ActionMix mix = suite == Suite.BASIC ? ActionMix.BASIC : ActionMix.COMPOSITE;
    return new GameClips(
        new ScriptedPlayer(world, mix, FIRST + seed),
        new Renderer(world, FlowModel.SPEC.frameWidth(), FlowModel.SPEC.frameHeight()));
  }
}
