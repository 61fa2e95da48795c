package io.worldcompass.gpu.pretrain;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import io.worldcompass.gpu.nn.Adam;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;
import java.util.Locale;

/**
 * Gradient descent for a number of steps: warm-up, then cosine decay of the rate, and a moving
 * average of the weights, which is the result.
 */
final class TrainingLoop {
  /** The loss of one freshly drawn batch, a scalar; all arrays in {@code scope}. */
  @FunctionalInterface
  interface Loss {
    NDArray of(Parameters parameters, NDManager scope);
  }

  private static final int WARM_UP = 100;
  private static final int REPORT_EVERY = 100;
  private static final float AVERAGE = 0.998f;
  private final String part;
  private final int steps;
  private final float rate;
  private final Progress progress;
  private int skipped;

  TrainingLoop(String part, int steps, float rate, Progress progress) {
    this.part = part;
    this.steps = steps;
    this.rate = rate;
    this.progress = progress;
  }

  /** Trains from the given weights and returns the averaged ones, in the same manager. */
  NDArray run(ParameterLayout layout, NDArray start, Loss loss) {
    NDArray weights = start.duplicate();
    NDArray average = start.duplicate();
    weights.setRequiresGradient(true);
    double sum = 0;
    long began = System.nanoTime();
    try (Adam adam = new Adam(weights, 1)) {
      for (int step = 1; step <= steps; step++) {
        sum += step(layout, weights, loss, adam, rateAt(step));
        float keep = Math.min(AVERAGE, step / (step + 10f));
        average.muli(keep);
        try (NDArray part = weights.stopGradient().mul(1 - keep)) {
          average.addi(part);
        }
        if (step % REPORT_EVERY == 0 || step == steps) {
          report(step, sum / (1 + (step - 1) % REPORT_EVERY), (System.nanoTime() - began) / 1e9);
          sum = 0;
        }
      }
    }
    weights.close();
    return average;
  }

  private double step(
      ParameterLayout layout, NDArray weights, Loss loss, Adam adam, float rateNow) {
    try (NDManager scope = weights.getManager().newSubManager()) {
      double result = backward(layout, weights, loss, scope);
      NDArray gradient = weights.getGradient();
      gradient.attach(scope);
      if (!Float.isFinite(adam.step(weights, gradient, rateNow))) {
        skipped++;
      }
      // The engine adds to gradients and never clears them.
      gradient.set(new NDIndex(":"), 0);
      return result;
    }
  }

  private static double backward(
      ParameterLayout layout, NDArray weights, Loss loss, NDManager scope) {
    // Closed before the step: weights must not change in place while operations are recorded.
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray value = loss.of(new Parameters(layout, weights, scope), scope);
      collector.backward(value);
      return value.getFloat();
    }
  }

  private float rateAt(int step) {
    double warm = Math.min(1, step / (double) WARM_UP);
    return (float) (rate * warm * (0.02 + 0.98 * 0.5 * (1 + Math.cos(Math.PI * step / steps))));
  }

  private void report(int step, double loss, double seconds) {
    progress.report(
        part,
        step / (double) steps,
        String.format(
            Locale.ROOT,
            "step %d, loss %.4f, %.0f s, %d steps skipped",
            step,
            loss,
            seconds,
            skipped));
  }
}
