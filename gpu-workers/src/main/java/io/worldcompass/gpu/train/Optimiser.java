package io.worldcompass.gpu.train;

import ai.djl.ndarray.NDArray;
import io.worldcompass.gpu.nn.ParameterLayout;

/**
 * Turns a gradient into new weights; without a state of its own, so that a step can be repeated.
 */
public interface Optimiser {
  /** Weights and both moments after a step, all flat float32 [P]. */
  record Update(NDArray weights, NDArray firstMoment, NDArray secondMoment) {}

  /**
   * One step. All arrays are flat float32 [P] and stay unchanged.
   *
   * @param rates learning rate of each value
   * @param step number of this step, from 1
   */
  Update step(
      ParameterLayout layout,
      NDArray weights,
      NDArray gradient,
      NDArray firstMoment,
      NDArray secondMoment,
      NDArray rates,
      long step);
}
