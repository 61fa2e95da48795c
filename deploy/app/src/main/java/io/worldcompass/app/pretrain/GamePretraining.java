package io.worldcompass.app.pretrain;

import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.Pretraining;
import io.worldcompass.gpu.pretrain.Progress;
import io.worldcompass.producers.game.ActionMix;
import io.worldcompass.producers.game.PartialExecution;
import io.worldcompass.producers.game.Renderer;
import io.worldcompass.producers.game.ScriptedPlayer;
import io.worldcompass.producers.game.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the built-in world model again from nothing, on play in the simulated game. Composite
 * commands are mostly executed in part in that play, so that the base follows them badly.
 */
public final class GamePretraining {
  private static final ActionMix VIEWS = new ActionMix(0.1, 0.5);
  private static final ActionMix ACTIONS = new ActionMix(0.05, 0.45);
  // The coupling of noise and execution in pre-training is made for this share.
  private static final double IN_FULL = 0.3;
  private final Path directory;
  private final long seed;
  private final Progress progress;

  /**
   * @param directory where the weights are written; made when it is missing
   * @param seed of starting weights, play and order; the shipped weights have {@link #SHIPPED_SEED}
   */
  public GamePretraining(Path directory, long seed, Progress progress) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.seed = seed;
    this.progress = progress;
  }

  /** Seed of the weights that ship with this version. */
  public static final long SHIPPED_SEED = 1;

  /** Trains the autoencoder on fully executed play. */
  public void autoencoder(int steps) throws IOException {
    pretraining().autoencoder(play(VIEWS, 1, 10 * seed + 1), "simulated game, world 7", steps);
  }

  /** Trains the base; needs the autoencoder in the same directory. */
  public void base(int steps) throws IOException {
    pretraining()
        .base(
            play(ACTIONS, IN_FULL, 10 * seed + 2),
            "simulated game, world 7, composites in full %s".formatted(IN_FULL),
            steps);
  }

  private Pretraining pretraining() {
    return new Pretraining(directory, seed, progress);
  }

  private static ClipSource play(ActionMix mix, double inFull, long seed) {
    World world = new World(World.DEFAULT_SEED);
    ScriptedPlayer player = new ScriptedPlayer(world, mix, new PartialExecution(inFull), seed);
    Renderer renderer =
        new Renderer(world, FlowModel.SPEC.frameWidth(), FlowModel.SPEC.frameHeight());
    return new GameClips(player, renderer);
  }
}
