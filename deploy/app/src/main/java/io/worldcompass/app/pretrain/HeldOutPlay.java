package io.worldcompass.app.pretrain;

import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.producers.game.ActionMix;
import io.worldcompass.producers.game.Renderer;
import io.worldcompass.producers.game.ScriptedPlayer;
import io.worldcompass.producers.game.World;

/**
 * Walks for evaluation: places and action sequences that no training has seen, in the same room.
 * Commands are executed in full.
 */
public final class HeldOutPlay {
  /** Far from the seeds of every training. */
  private static final long FIRST_SEED = 9_000_000;

  private HeldOutPlay() {}

  /** The walks of a suite; the same seed gives the same ones. */
  public static ClipSource of(Suite suite, long seed) {
    return switch (suite) {
      case BASIC -> walks(ActionMix.BASIC, FIRST_SEED + 2 * seed);
      case COMPOSITE -> walks(ActionMix.COMPOSITE, FIRST_SEED + 2 * seed + 1);
    };
  }

  private static ClipSource walks(ActionMix mix, long seed) {
    World world = new World(World.DEFAULT_SEED);
    Renderer renderer =
        new Renderer(world, FlowModel.SPEC.frameWidth(), FlowModel.SPEC.frameHeight());
    return new GameClips(new ScriptedPlayer(world, mix, seed), renderer);
  }
}
