package io.worldcompass.app.pretrain;

import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.MotionAccuracy;
import io.worldcompass.gpu.pretrain.Progress;
import io.worldcompass.gpu.pretrain.RewardPretraining;
import io.worldcompass.gpu.reward.BuiltInWeights;
import io.worldcompass.gpu.reward.Degradation;
import io.worldcompass.producers.game.ActionMix;
import io.worldcompass.producers.game.Renderer;
import io.worldcompass.producers.game.ScriptedPlayer;
import io.worldcompass.producers.game.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the models of the rewards and the judge again from nothing, on play in the simulated game:
 * the judge on walks that no reward model has seen, and all of them measured on further ones.
 */
public final class GameRewardPretraining {
  /** Seed of the shipped reward model and its walks. */
  public static final long REWARD_SEED = 2;

  /** Seed of the shipped judge and its walks. */
  public static final long JUDGE_SEED = 1;

  private static final long QUALITY_SEED = 3;
  private static final long HELD_OUT_SEED = 777_000;
  // Spreads neighbouring seeds of models over the seeds of walks.
  private static final long WALKS = 1_000_003;
  private static final ActionMix PLAY = new ActionMix(0.05, 0.6);
  private static final ActionMix MEASURED = new ActionMix(0, 0.6);
  private final World world = new World(World.DEFAULT_SEED);
  private final Renderer renderer =
      new Renderer(world, FlowModel.SPEC.frameWidth(), FlowModel.SPEC.frameHeight());
  private final Path directory;
  private final Progress progress;

  /**
   * Pre-training of all reward models.
   *
   * @param directory where the weights are written; made when it is missing
   */
  public GameRewardPretraining(Path directory, Progress progress) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.progress = progress;
  }

  /** Trains the reward's inverse dynamics and returns its accuracy on held-out clips. */
  public MotionAccuracy reward(int steps) throws IOException {
    return motion(BuiltInWeights.REWARD_MOTION, REWARD_SEED, steps);
  }

  /** Trains the judge's inverse dynamics and returns its accuracy on held-out clips. */
  public MotionAccuracy judge(int steps) throws IOException {
    return motion(BuiltInWeights.JUDGE_MOTION, JUDGE_SEED, steps);
  }

  private MotionAccuracy motion(BuiltInWeights which, long seed, int steps) throws IOException {
    return new RewardPretraining(directory, seed, progress)
        .motion(
            which,
            new GameMotions(world, renderer, WALKS * seed),
            play(MEASURED, HELD_OUT_SEED),
            "simulated game, world %d, walks %d".formatted(World.DEFAULT_SEED, WALKS * seed),
            steps);
  }

  /** Fits the quality of frames and returns how well it tells clean from damaged ones. */
  public Map<Degradation, Double> quality() throws IOException {
    return new RewardPretraining(directory, QUALITY_SEED, progress)
        .quality(
            play(PLAY, QUALITY_SEED),
            play(PLAY, HELD_OUT_SEED),
            "simulated game, world %d, play %d".formatted(World.DEFAULT_SEED, QUALITY_SEED));
  }

  private ClipSource play(ActionMix mix, long seed) {
    return new GameClips(new ScriptedPlayer(world, mix, seed), renderer);
  }
}
