package io.worldcompass.gpu.model;

import io.worldcompass.schemas.config.Config;

/**
 * The noise levels of a sampler (spec S1): u_j = 1 - j/S, sigma_j = shift*u_j / (1 + (shift-1)*u_j)
 * for j = 0..S, from pure noise (1) to none (0).
 */
public final class NoiseSchedule {
  private static final int TIMESTEPS = 1000;
  private final double[] sigmas;

  /**
   * @param steps S, at least 1
   * @param shift above 1 spends more steps at high noise; positive
   */
  public NoiseSchedule(int steps, double shift) {
    if (steps < 1 || !(shift > 0)) {
      throw new IllegalArgumentException(
          "sampling steps must be at least 1 and shift positive, got " + steps + " and " + shift);
    }
    sigmas = new double[steps + 1];
    for (int j = 0; j <= steps; j++) {
      double u = 1 - j / (double) steps;
      sigmas[j] = shift * u / (1 + (shift - 1) * u);
    }
  }

  /** The configured schedule: one for rollout, training and evaluation. */
  public static NoiseSchedule of(Config.Algorithm algorithm) {
    return new NoiseSchedule(algorithm.samplingSteps(), algorithm.shift());
  }

  /** S. */
  public int steps() {
    return sigmas.length - 1;
  }

  /** sigma_j for j in 0..S. */
  public double sigma(int j) {
    return sigmas[j];
  }

  /** The network's timestep at j: floor(1000*sigma_j). */
  public int timestep(int j) {
    return (int) Math.floor(TIMESTEPS * sigmas[j]);
  }
}
