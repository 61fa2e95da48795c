package io.worldcompass.app.ablate;

import ai.djl.ndarray.NDManager;
import io.worldcompass.app.BuiltInModels;
import io.worldcompass.app.pretrain.HeldOutPlay;
import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.gpu.evaluate.Evaluator;
import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.evaluate.SuiteResult;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.gpu.rollout.WholeRollouts;
import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.PromptActions;
import io.worldcompass.producers.Pseudonyms;
import io.worldcompass.producers.Scenario;
import io.worldcompass.producers.SimulatedPlay;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Trains one preset from the base weights, and measures before, on the way and after. */
public final class Ablation {
  private static final int POINTS = 6;
  private static final int WAY_SCENARIOS = 32;
  private final int iterations;
  private final int scenarios;
  private final BlobStore blobs;
  private final Consumer<String> progress;

  /**
   * An ablation.
   *
   * @param iterations of each training
   * @param scenarios held-out ones of each suite, before and after
   * @param blobs holds the scenarios' first frames
   * @param progress told what is being done
   */
  public Ablation(int iterations, int scenarios, BlobStore blobs, Consumer<String> progress) {
    this.iterations = iterations;
    this.scenarios = scenarios;
    this.blobs = blobs;
    this.progress = progress;
  }

  /**
   * Runs one preset.
   *
   * @param config with the preset's settings
   */
  public Outcome run(Preset preset, Config config) throws IOException {
    BuiltInModels models = new BuiltInModels(config);
    try (NDManager manager = NDManager.newBaseManager();
        DirectTraining training =
            new DirectTraining(
                config,
                scenarios(config),
                experience(preset, config, models, manager),
                models.learner());
        WorldModel measured = models.worldModel(manager)) {
      return run(preset, config, training, measured, models.evaluator(manager));
    }
  }

  private Outcome run(
      Preset preset,
      Config config,
      DirectTraining training,
      WorldModel measured,
      Evaluator evaluator) {
    int clips = config.algorithm().clips();
    Map<String, SuiteResult> base = measure(evaluator, measured, clips);
    List<Outcome.Point> curve = new ArrayList<>();
    curve.add(new Outcome.Point(0, 0, onTheWay(evaluator, measured, clips)));
    double seconds = 0;
    for (int iteration = 1; iteration <= iterations; iteration++) {
      long begin = System.nanoTime();
      training.step(iteration);
      seconds += (System.nanoTime() - begin) / 1e9;
      progress.accept(
          "%s, seed %d: iteration %d of %d, composite joint IF %.3f"
              .formatted(
                  preset.key(),
                  config.run().seed(),
                  iteration,
                  iterations,
                  curve.get(curve.size() - 1).compositeJoint()));
      if (iteration * POINTS / iterations > (iteration - 1) * POINTS / iterations) {
        load(measured, training.checkpoint());
        curve.add(new Outcome.Point(iteration, seconds, onTheWay(evaluator, measured, clips)));
      }
    }
    return new Outcome(
        preset.key(),
        config.run().seed(),
        iterations,
        seconds,
        base,
        measure(evaluator, measured, clips),
        curve);
  }

  private Experience experience(
      Preset preset, Config config, BuiltInModels models, NDManager manager) {
    Function<TensorRef, Tensor> observations = new TensorBlobs(blobs)::get;
    return preset == Preset.SAMPLE_LEVEL
        ? new SampleLevel(
            models,
            new WholeRollouts(
                manager, models.worldModel(manager), NoiseSchedule.of(config.algorithm())),
            observations)
        : new ClipLevel(models, observations);
  }

  private List<PromptAction> scenarios(Config config) throws IOException {
    PromptActions prompts =
        new PromptActions(BuiltInModels.observations(blobs), new Pseudonyms("ablate", false));
    List<PromptAction> records = new ArrayList<>();
    for (Scenario scenario :
        new SimulatedPlay(config.run().seed(), ClipRules.DEFAULT)
            .scenarios(config.local().simulatedScenarios())) {
      records.add(prompts.of(scenario));
    }
    return records;
  }

  private Map<String, SuiteResult> measure(Evaluator evaluator, WorldModel model, int clips) {
    Map<String, SuiteResult> results = new TreeMap<>();
    for (Suite suite : Suite.SCRIPTED) {
      results.put(
          suite.key(), evaluator.evaluate(model, HeldOutPlay.of(suite, 1), clips, scenarios, 1));
    }
    return results;
  }

  private static double onTheWay(Evaluator evaluator, WorldModel model, int clips) {
    return evaluator
        .evaluate(model, HeldOutPlay.of(Suite.COMPOSITE, 2), clips, WAY_SCENARIOS, 2)
        .joint();
  }

  private static void load(WorldModel model, Tensor weights) {
    try (NDManager scope = model.weights().getManager().newSubManager()) {
      model.load(TensorArrays.toArray(scope, weights));
    }
  }
}
