package io.worldcompass.gpu.train;

import io.worldcompass.schemas.blob.Tensor;

/**
 * A kept candidate.
 *
 * @param candidate what tells it from the others of its group
 * @param x0 the generated latents, float32 [L,c,h,w]
 * @param r optimality probability in [0,1] (spec S10)
 */
public record TrainingSample(int candidate, Tensor x0, double r) {
  /**
   * @throws IllegalArgumentException when r is not a probability
   */
  public TrainingSample {
    if (!(r >= 0 && r <= 1)) {
      throw new IllegalArgumentException("r must be in [0,1], got " + r);
    }
  }
}
