package io.worldcompass.app.pretrain;

import io.worldcompass.gpu.evaluate.Evaluation;
import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.producers.game.ActionMix;
import io.worldcompass.producers.game.RecordedPlayer;
import io.worldcompass.producers.game.Renderer;
import io.worldcompass.producers.game.ScriptedPlayer;
import io.worldcompass.producers.game.Walk;
import io.worldcompass.producers.game.World;
import io.worldcompass.schemas.Action;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Play for evaluations: starts and action sequences that no training draws, every command executed
 * in full, with the true view of every step. The same seed gives the same play.
 */
public final class HeldOutPlay implements ClipSource {
  // Far from the seeds of trainings and of their own held-out play.
  private static final long FIRST = 9_000_000;
  private static final int TRIES = 50;

  /** Sequences are told apart by so many of their first actions. */
  private static final int COMPARED = 4;

  private final BiFunction<Integer, Integer, Walk> walks;
  private final DoubleSupplier leftOut;
  private final TrainedSequences trained;
  private final Renderer renderer;
  private int scenarios;
  private int unseen;

  private HeldOutPlay(
      World world,
      BiFunction<Integer, Integer, Walk> walks,
      DoubleSupplier leftOut,
      TrainedSequences trained) {
    this.walks = walks;
    this.leftOut = leftOut;
    this.trained = trained;
    this.renderer = new Renderer(world, FlowModel.SPEC.frameWidth(), FlowModel.SPEC.frameHeight());
  }

  /** Scripted play of a suite, whatever was trained on. */
  public static HeldOutPlay of(Suite suite, long seed) {
    return scripted(suite, TrainedSequences.NONE, seed);
  }

  /**
   * Scripted play whose sequences of actions were not trained on, as far as there are such.
   *
   * @param suite BASIC or COMPOSITE
   */
  public static HeldOutPlay scripted(Suite suite, TrainedSequences trained, long seed) {
    World world = new World(World.DEFAULT_SEED);
    ActionMix mix = suite == Suite.BASIC ? ActionMix.BASIC : ActionMix.COMPOSITE;
    return new HeldOutPlay(
        world, new ScriptedPlayer(world, mix, FIRST + seed)::walk, () -> 0, trained);
  }

  /**
   * Recorded play, walked in the simulated room.
   *
   * @param stretches one action a clip, see {@link RecordedStretches}
   */
  public static HeldOutPlay recorded(
      List<List<Action>> stretches, TrainedSequences trained, long seed) {
    World world = new World(World.DEFAULT_SEED);
    RecordedPlayer player = new RecordedPlayer(world, stretches, FIRST + seed);
    return new HeldOutPlay(world, player::walk, player::leftOut, trained);
  }

  @Override
  public Recording next(int clips, int steps) {
    Walk walk = walks.apply(clips, steps);
    for (int i = 0; i < TRIES && isTrained(walk, clips, steps); i++) {
      walk = walks.apply(clips, steps);
    }
    scenarios++;
    unseen += isTrained(walk, clips, steps) ? 0 : 1;
    return GameClips.recording(walk, renderer);
  }

  private boolean isTrained(Walk walk, int clips, int steps) {
    return trained.contains(
        IntStream.range(0, Math.min(clips, COMPARED))
            .mapToObj(clip -> walk.commanded().get(clip * steps))
            .toList());
  }

  /** What was drawn so far. */
  public Evaluation.Play drawn() {
    return new Evaluation.Play(
        scenarios == 0 ? 1 : (double) unseen / scenarios, leftOut.getAsDouble());
  }
}
