package io.worldcompass.app;

import ai.djl.ndarray.NDManager;
import io.worldcompass.app.pretrain.HeldOutPlay;
import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.gpu.evaluate.Comparison;
import io.worldcompass.gpu.evaluate.ContactSheet;
import io.worldcompass.gpu.evaluate.Evaluation;
import io.worldcompass.gpu.evaluate.Evaluator;
import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.evaluate.SuiteResult;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.gpu.reward.BuiltInWeights;
import io.worldcompass.gpu.reward.FrameQuality;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.VisualQualityMode;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Evaluates weights, published or base, with the judge that never gives a reward. */
final class Evaluations implements AutoCloseable {
  private static final int CANDIDATES_SHOWN = 2;
  private static final int COMMANDS_SHOWN = 4;

  private final Config config;
  private final NDManager manager = NDManager.newBaseManager();
  private final InverseDynamics judge;
  private final Evaluator evaluator;

  Evaluations(Config config) {
    this.config = config;
    this.judge = InverseDynamics.of(manager, BuiltInWeights.JUDGE_MOTION.read());
    this.evaluator =
        new Evaluator(
            judge,
            InverseDynamics.of(manager, BuiltInWeights.REWARD_MOTION.read()),
            FrameQuality.of(BuiltInWeights.FRAME_QUALITY.read()),
            VisualQualityMode.valueOf(config.reward().visualQuality().name()),
            BuiltInModels.schedule(config));
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
      model.load(TensorArrays.toArray(scope, new TensorBlobs(blobs).get(manifest.getCheckpoint())));
    }
    return model;
  }

  /** Measures suites on held-out walks. */
  Evaluation evaluate(
      String weights, WorldModel model, List<Suite> suites, int clips, int scenarios, long seed) {
    Map<String, SuiteResult> results = new TreeMap<>();
    for (Suite suite : suites) {
      ClipSource walks = HeldOutPlay.of(suite, seed);
      results.put(suite.key(), evaluator.evaluate(model, walks, clips, scenarios, seed));
    }
    return new Evaluation(weights, clips, scenarios, results, evaluator.judge());
  }

  /** Draws the same first frames and commands as base and trained weights show them. */
  void contactSheet(Path png, WorldModel base, WorldModel trained, int version, long seed) {
    ClipSource walks = HeldOutPlay.of(Suite.COMPOSITE, seed + 1);
    int steps = base.spec().latentsPerClip();
    List<Recording> shown =
        Stream.generate(() -> walks.next(1, steps)).limit(COMMANDS_SHOWN).toList();
    ContactSheet sheet =
        new ContactSheet(
            "The same command, before and after post-training (version " + version + ")",
            "Every row starts from the same frame. Places unseen in training; two"
                + " candidates of each model.",
            base.spec().frameHeight(),
            base.spec().frameWidth());
    try {
      sheet.write(
          png,
          new Comparison(judge, BuiltInModels.schedule(config), CANDIDATES_SHOWN)
              .blocks(base, trained, shown, seed));
    } catch (IOException e) {
      throw new UserException("cannot write " + png + ": " + e, e);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
