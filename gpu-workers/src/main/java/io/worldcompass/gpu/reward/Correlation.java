package io.worldcompass.gpu.reward;

import ai.djl.ndarray.NDArray;
import io.worldcompass.gpu.nn.Scalars;

/** Comparison of the places of two frames by the cosine of their features. */
final class Correlation {
  private static final float EPSILON = 1e-4f;
  // Brings cosines to about unit variance for the layers behind.
  private static final float SCALE = 4;

  private Correlation() {}

  /** Features [N,C,H,W] of unit length over the channels. */
  static NDArray unit(NDArray features) {
    NDArray length = features.square().sum(new int[] {1}, true).add(EPSILON).sqrt();
    return features.div(length);
  }

  /** Unit features [N,C,T] of two frames to [N,T,T']: place in the first, place in the second. */
  static NDArray allPairs(NDArray before, NDArray after) {
    return Scalars.times(before.transpose(0, 2, 1).batchMatMul(after), SCALE);
  }
}
