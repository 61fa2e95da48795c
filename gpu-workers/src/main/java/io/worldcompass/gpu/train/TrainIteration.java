package io.worldcompass.gpu.train;

import java.util.ArrayList;
import java.util.List;

/**
 * All optimiser steps of one batch: spec S14.
 *
 * @param state after the last step
 * @param steps metrics of each step
 */
public record TrainIteration(TrainState state, List<StepMetrics> steps) {

  /**
   * Trains a batch.
   *
   * @param state stays unchanged, and open
   * @param iteration counted from 1
   * @param groups the batch, at least one group
   * @throws DivergedException when a loss or gradient is not finite
   */
  public static TrainIteration run(
      TrainStep step, TrainState state, int iteration, List<TrainingGroup> groups) {
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("iteration " + iteration + " has no groups to train");
    }
    TrainState current = state;
    List<StepMetrics> metrics = new ArrayList<>();
    for (List<TrainingGroup> portion :
        TrainingGroup.steps(groups, step.settings().accumulation())) {
      TrainStep.Result result;
      try {
        result = step.apply(current, iteration, portion);
      } finally {
        if (!metrics.isEmpty()) { // the given state stays open
          current.close();
        }
      }
      current = result.state();
      metrics.add(result.metrics());
    }
    return new TrainIteration(current, List.copyOf(metrics));
  }
}
