package io.worldcompass.gpu.train;

import java.util.ArrayList;
import java.util.List;

/**
 * All optimiser steps of one batch: spec S14.
 *
 * @param state after the last step; the caller closes it
 * @param steps metrics of each step that was made
 * @param skipped why a step was not made
 */
public record TrainIteration(TrainState state, List<StepMetrics> steps, List<String> skipped) {

  /**
   * Trains a batch. A step that diverges is left out, so that a poisoned sample cannot stop a run.
   *
   * @param state stays unchanged, and open
   * @param iteration counted from 1
   * @param groups with none, the next state has the same weights
   */
  public static TrainIteration run(
      TrainStep step, TrainState state, int iteration, List<TrainingGroup> groups) {
    TrainState current = state.copy(iteration);
    List<StepMetrics> metrics = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (List<TrainingGroup> part : TrainingGroup.steps(groups, step.settings().accumulation())) {
      try {
        TrainStep.Result result = step.apply(current, iteration, part);
        current.close();
        current = result.state();
        metrics.add(result.metrics());
      } catch (DivergedException e) {
        skipped.add(e.getMessage());
      }
    }
    return new TrainIteration(current, List.copyOf(metrics), List.copyOf(skipped));
  }
}
