package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.blob.Tensor;

/**
 * Measures weights on play that nobody trains on, by a judge that never gives a reward. Used by one
 * thread, the trainer's.
 */
public interface HeldOutJudge extends AutoCloseable {
  /**
   * Means over all scenarios, with their standard errors.
   *
   * @param joint spec S7, in [0,1]
   * @param visualQuality spec S8
   * @param renderError error to the true view, in [0,1]
   */
  record Score(
      double joint,
      double jointError,
      double visualQuality,
      double visualQualityError,
      double renderError) {}

  /**
   * Measures a version.
   *
   * @param policy float32 [parameters]
   */
  Score measure(Tensor policy);

  @Override
  void close();
}
