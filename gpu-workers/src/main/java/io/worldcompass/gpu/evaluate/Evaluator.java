package io.worldcompass.gpu.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.gpu.reward.FrameQuality;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.VisualQualityMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Measures a world model on scenarios whose truth is known: interaction following by a judge that
 * never gave a reward, visual quality, and the distance to the true render at the commanded pose,
 * which no model can be fooled about. Deterministic by seed.
 */
public final class Evaluator {
  private static final int BATCH = 16;
  private final InverseDynamics judge;
  private final FrameQuality quality;
  private final VisualQualityMode mode;
  private final NoiseSchedule schedule;

  /**
   * An evaluator.
   *
   * @param reward the model that gives training rewards
   * @param mode how visual quality is reported
   * @param schedule of sampling, as in training
   * @throws IllegalArgumentException when the judge is the reward model
   */
  public Evaluator(
      InverseDynamics judge,
      InverseDynamics reward,
      FrameQuality quality,
      VisualQualityMode mode,
      NoiseSchedule schedule) {
    if (judge.isSame(reward)) {
      throw new IllegalArgumentException(
          "the judge is the reward model (" + judge.name() + "): a model cannot judge itself");
    }
    this.judge = judge;
    this.quality = quality;
    this.mode = mode;
    this.schedule = schedule;
  }

  /** Who measures. */
  public Evaluation.Judge judge() {
    return new Evaluation.Judge(judge.name() + ", " + judge.version(), judge.jointOnRealClips());
  }

  /** Measures one suite over one horizon. */
  public SuiteResult evaluate(
      WorldModel model, ClipSource heldOut, int clips, int scenarios, long seed) {
    return evaluate(model, heldOut, List.of(clips), scenarios, seed, done -> {}).get(clips);
  }

  /**
   * Measures one suite over several horizons: one rollout of the longest serves all, a horizon is
   * its first clips.
   *
   * @param heldOut scenarios with their true frames, never trained on; commands are executed in
   *     full
   * @param horizons in clips, each at least 1
   * @param scenarios number of scenarios, at least 1
   * @param seed of the noise
   * @param progress told how many scenarios are done
   * @return by horizon
   * @throws IllegalArgumentException when a number is below 1
   */
  public SortedMap<Integer, SuiteResult> evaluate(
      WorldModel model,
      ClipSource heldOut,
      Collection<Integer> horizons,
      int scenarios,
      long seed,
      IntConsumer progress) {
    int longest = horizons.stream().mapToInt(Integer::intValue).max().orElse(0);
    if (horizons.stream().anyMatch(clips -> clips < 1) || longest < 1 || scenarios < 1) {
      throw new IllegalArgumentException(
          "an evaluation needs at least 1 clip and 1 scenario, got "
              + horizons
              + " and "
              + scenarios);
    }
    Rollouts rollouts = new Rollouts(model, schedule);
    Measures measures = new Measures(judge, quality, mode, model.spec(), horizons);
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int done = 0; done < scenarios; done += BATCH) {
      List<Recording> batch = new ArrayList<>();
      for (int i = done; i < Math.min(scenarios, done + BATCH); i++) {
        batch.add(heldOut.next(longest, model.spec().latentsPerClip()));
      }
      long[] noise = batch.stream().mapToLong(recording -> seeds.nextLong()).toArray();
      measure(model, rollouts, measures, batch, noise);
      progress.accept(done + batch.size());
    }
    return measures.results();
  }

  private static void measure(
      WorldModel model, Rollouts rollouts, Measures measures, List<Recording> batch, long[] noise) {
    try (NDManager scope = model.weights().getManager().newSubManager()) {
      NDArray frames = rollouts.frames(scope, batch, noise);
      NDArray first = rollouts.first(scope, batch);
      for (int row = 0; row < batch.size(); row++) {
        Recording recording = batch.get(row);
        NDArray truth =
            rollouts.pixels(scope, recording.frames().subList(1, recording.frames().size()));
        measures.add(
            recording.commanded(),
            first.get(new NDIndex("{}:{}", row, row + 1)),
            frames.get(row),
            truth);
      }
    }
  }
}
