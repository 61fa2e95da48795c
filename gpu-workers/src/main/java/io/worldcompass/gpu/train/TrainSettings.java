package io.worldcompass.gpu.train;

import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.schemas.config.Config;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The numbers of a training step.
 *
 * @param loss spec S13
 * @param optimiser turns gradients into weights
 * @param rates learning rates by parameter name
 * @param averages spec S14
 * @param gradientClip greatest global norm of the gradient; 0 for no clip
 * @param schedule that the samples were made with (S1)
 * @param trainedFraction f of S12
 * @param accumulation samples of a group in one optimiser step (S14)
 * @param microBatch rows (samples times sigmas) of one forward pass: bounds memory
 * @param seed of timesteps and noise
 */
public record TrainSettings(
    NftLoss loss,
    Optimiser optimiser,
    LearningRates rates,
    MovingAverages averages,
    double gradientClip,
    NoiseSchedule schedule,
    double trainedFraction,
    int accumulation,
    int microBatch,
    long seed) {
  /** Refuses numbers without a meaning. */
  public TrainSettings {
    TrainedTimesteps.count(schedule.steps(), trainedFraction);
    if (accumulation < 1 || microBatch < 1 || !(gradientClip >= 0)) {
      throw new IllegalArgumentException(
          "accumulation and micro-batch must be at least 1, the gradient clip not negative");
    }
  }

  /** The configured numbers. */
  public static TrainSettings of(Config config) {
    Config.Algorithm algorithm = config.algorithm();
    Config.Trainer trainer = config.trainer();
    return new TrainSettings(
        NftLoss.of(trainer, algorithm.advantageClip()),
        optimiser(trainer),
        rates(trainer),
        new MovingAverages(trainer.policyEma(), trainer.checkpointEma()),
        trainer.gradientClip(),
        NoiseSchedule.of(algorithm),
        algorithm.trainedFraction(),
        trainer.accumulation(),
        trainer.microBatch(),
        config.run().seed());
  }

  private static Optimiser optimiser(Config.Trainer trainer) {
    AdamW adam = AdamW.withDecay(trainer.weightDecay());
    return trainer.optimiser() == Config.OptimiserKind.MUON ? Muon.withDecay(adam) : adam;
  }

  private static LearningRates rates(Config.Trainer trainer) {
    Pattern conditioning = Pattern.compile(trainer.conditioningParameters());
    return new LearningRates(
        LearningRates.trainable(trainer.trainable()),
        List.of(new LearningRates.Rule(conditioning, trainer.conditioningLearningRate())),
        trainer.learningRate(),
        trainer.warmupIterations(),
        trainer.decayIterations());
  }

  /** Sigmas that each sample is trained at. */
  int trainedSigmas() {
    return TrainedTimesteps.count(schedule.steps(), trainedFraction);
  }
}
