package io.worldcompass.app;

import ai.djl.ndarray.NDManager;
import io.worldcompass.app.pretrain.HeldOutPlay;
import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.gpu.evaluate.Comparison;
import io.worldcompass.gpu.evaluate.Evaluation;
import io.worldcompass.gpu.evaluate.Evaluator;
import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.evaluate.SuiteResult;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.gpu.reward.BuiltInWeights;
import io.worldcompass.gpu.reward.FrameQuality;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Evaluates weights, published or base, with the judge that never gives a reward. */
final class Evaluations implements AutoCloseable {
  private final NDManager manager = NDManager.newBaseManager();
  private final NoiseSchedule schedule;
  private final InverseDynamics judge;
  private final Evaluator evaluator;

  Evaluations(Config config) {
    this(config, Optional.empty());
  }

  /**
   * Evaluations by a judge.
   *
   * @param judgeFile weights of a motion network; by default the judge that ships with the project
   * @throws UserException when the file is no motion network, or is that of the reward model
   */
  Evaluations(Config config, Optional<Path> judgeFile) {
    this.schedule = NoiseSchedule.of(config.algorithm());
    this.judge = judge(judgeFile);
    try {
      this.evaluator =
          new Evaluator(
              judge,
              InverseDynamics.of(manager, BuiltInWeights.REWARD_MOTION.read()),
              FrameQuality.of(BuiltInWeights.FRAME_QUALITY.read()),
              BuiltInModels.qualityMode(config),
              schedule);
    } catch (IllegalArgumentException e) {
      throw new UserException("--judge: " + e.getMessage(), e);
    }
  }

  private InverseDynamics judge(Optional<Path> file) {
    if (file.isEmpty()) {
      return InverseDynamics.of(manager, BuiltInWeights.JUDGE_MOTION.read());
    }
    try {
      return InverseDynamics.of(manager, Safetensors.read(Files.readAllBytes(file.get())));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "--judge " + file.get() + " is no motion network in a safetensors file: " + e, e);
    }
  }

  /** The weights that ship with the project. */
  WorldModel base() {
    try {
      return FlowModel.shipped(manager, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The checkpoint of a published version, verified against its manifest's hash. */
  WorldModel published(WeightsManifest manifest, BlobStore blobs) {
    return published(manifest, new TensorBlobs(blobs).get(manifest.getCheckpoint()));
  }

  /** A published version whose checkpoint has been read. */
  WorldModel published(WeightsManifest manifest, Tensor checkpoint) {
    WorldModel model = base();
    if (!manifest.getModel().equals(model.spec().name())) {
      throw new UserException(
          "version "
              + manifest.getVersion()
              + " is of model "
              + manifest.getModel()
              + ", not of "
              + model.spec().name());
    }
    try (NDManager scope = manager.newSubManager()) {
      model.load(TensorArrays.toArray(scope, checkpoint));
    }
    return model;
  }

  /**
   * Measures suites over several horizons.
   *
   * @param play gives each suite's scenarios, from their beginning
   * @return an evaluation for each horizon, shortest first
   */
  List<Evaluation> evaluate(
      String weights,
      WorldModel model,
      List<Suite> suites,
      List<Integer> horizons,
      int scenarios,
      long seed,
      Function<Suite, HeldOutPlay> play,
      EvaluationProgress progress) {
    SortedMap<Integer, Map<String, SuiteResult>> results = new TreeMap<>();
    horizons.forEach(clips -> results.put(clips, new TreeMap<>()));
    Map<String, Evaluation.Play> drawn = new TreeMap<>();
    for (Suite suite : suites) {
      HeldOutPlay heldOut = play.apply(suite);
      evaluator
          .evaluate(
              model, heldOut, horizons, scenarios, seed, progress.of(weights, suite, scenarios))
          .forEach((clips, result) -> results.get(clips).put(suite.key(), result));
      drawn.put(suite.key(), heldOut.drawn());
    }
    List<Evaluation> evaluations = new ArrayList<>();
    results.forEach(
        (clips, bySuite) ->
            evaluations.add(
                new Evaluation(weights, clips, scenarios, bySuite, drawn, evaluator.judge())));
    return evaluations;
  }

  /** What shows models side by side, with the judge's word. */
  Comparison comparison(int candidates) {
    return new Comparison(judge, schedule, candidates);
  }

  @Override
  public void close() {
    manager.close();
  }
}
