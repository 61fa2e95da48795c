package io.worldcompass.gpu.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Adam on one flat vector, with the gradient clipped by its norm. */
public final class Adam implements AutoCloseable {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.99f;
  private static final float EPSILON = 1e-8f;
  private final NDManager manager;
  private final NDArray mean;
  private final NDArray square;
  private final float clip;
  private int steps;

  /**
   * @param weights the vector that {@link #step} will change
   * @param clip largest norm of a gradient
   */
  public Adam(NDArray weights, float clip) {
    this.manager = weights.getManager().newSubManager();
    this.clip = clip;
    this.mean = manager.zeros(weights.getShape());
    this.square = manager.zeros(weights.getShape());
  }

  /**
   * One step down the gradient; none when the gradient is not finite.
   *
   * @return the gradient's norm before clipping
   */
  public float step(NDArray weights, NDArray gradient, float rate) {
    try (NDManager scope = manager.newSubManager()) {
      float norm = gradient.norm().getFloat();
      if (!Float.isFinite(norm)) {
        return norm;
      }
      steps++;
      NDArray g = norm > clip ? gradient.mul(clip / norm) : gradient.duplicate();
      g.attach(scope);
      mean.muli(BETA1).addi(g.mul(1 - BETA1));
      square.muli(BETA2).addi(g.square().muli(1 - BETA2));
      NDArray root = square.div((float) (1 - Math.pow(BETA2, steps)));
      root.attach(scope);
      NDArray denominator = root.sqrt().addi(EPSILON);
      NDArray change = mean.div(denominator);
      change.attach(scope);
      change.muli(rate / (float) (1 - Math.pow(BETA1, steps)));
      weights.subi(change);
      return norm;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
