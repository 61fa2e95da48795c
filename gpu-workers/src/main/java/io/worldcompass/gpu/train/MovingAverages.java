package io.worldcompass.gpu.train;

import ai.djl.ndarray.NDArray;

/**
 * The two moving averages of the weights: spec S14.
 *
 * @param policyLimit greatest decay of the policy EMA
 * @param checkpoint decay of the checkpoint EMA
 */
public record MovingAverages(double policyLimit, double checkpoint) {
  private static final double POLICY_START = 0.2;
  private static final double POLICY_SLOPE = 0.01;

  /** The paper's: 0.9 and 0.9. */
  public static final MovingAverages PAPER = new MovingAverages(0.9, 0.9);

  /** d = min(limit, 0.2 + 0.01 iteration), iterations counted from 1. */
  public double policyDecay(int iteration) {
    return Math.min(policyLimit, POLICY_START + POLICY_SLOPE * iteration);
  }

  /** decay * average + (1 - decay) * value, in a form that leaves equal values as they are. */
  static NDArray mix(NDArray average, NDArray value, double decay) {
    return average.add(value.sub(average).mul(1 - decay));
  }
}
