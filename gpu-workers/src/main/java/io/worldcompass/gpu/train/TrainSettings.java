package io.worldcompass.gpu.train;

import io.worldcompass.gpu.model.NoiseSchedule;

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

  /** Sigmas that each sample is trained at. */
  int trainedSigmas() {
    return TrainedTimesteps.count(schedule.steps(), trainedFraction);
  }
}
