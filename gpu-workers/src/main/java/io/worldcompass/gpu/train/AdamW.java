package io.worldcompass.gpu.train;

import ai.djl.ndarray.NDArray;
import io.worldcompass.gpu.nn.ParameterLayout;

/**
 * Adam with decoupled weight decay (arXiv 1711.05101).
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay times the learning rate
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimiser {
  /** The usual constants. */
  public static AdamW withDecay(double weightDecay) {
    return new AdamW(0.9, 0.999, 1e-8, weightDecay);
  }

  @Override
  public Update step(
      ParameterLayout layout,
      NDArray weights,
      NDArray gradient,
      NDArray firstMoment,
      NDArray secondMoment,
      NDArray rates,
      long step) {
    double t = step;
    NDArray m = MovingAverages.mix(firstMoment, gradient, beta1);
    NDArray v = MovingAverages.mix(secondMoment, gradient.square(), beta2);
    NDArray direction =
        m.div(1 - Math.pow(beta1, t)).div(v.div(1 - Math.pow(beta2, t)).sqrt().add(epsilon));
    if (weightDecay > 0) {
      direction = direction.add(weights.mul(weightDecay));
    }
    return new Update(weights.sub(rates.mul(direction)), m, v);
  }
}
