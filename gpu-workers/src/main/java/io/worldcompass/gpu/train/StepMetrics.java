package io.worldcompass.gpu.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one optimiser step did.
 *
 * @param loss sum over sigmas, mean over samples and groups
 * @param positive mean L+ over rows
 * @param negative mean L- over rows
 * @param gradientNorm before clipping
 * @param gradientClipped 1 when the gradient was scaled down, else 0
 * @param updateNorm norm of the change of theta
 * @param meanR mean optimality probability of the samples
 * @param clippedR share of the samples whose advantage was clipped: r is 0 or 1
 * @param samples samples of the step
 * @param milliseconds wall time
 */
public record StepMetrics(
    double loss,
    double positive,
    double negative,
    double gradientNorm,
    double gradientClipped,
    double updateNorm,
    double meanR,
    double clippedR,
    int samples,
    double milliseconds) {

  /** Means over the steps of an iteration by metric name; samples and milliseconds are sums. */
  public static Map<String, Double> summary(List<StepMetrics> steps) {
    Map<String, Double> summary = new LinkedHashMap<>();
    summary.put("loss", mean(steps, StepMetrics::loss));
    summary.put("loss_positive", mean(steps, StepMetrics::positive));
    summary.put("loss_negative", mean(steps, StepMetrics::negative));
    summary.put("gradient_norm", mean(steps, StepMetrics::gradientNorm));
    summary.put("gradient_clipped", mean(steps, StepMetrics::gradientClipped));
    summary.put("update_norm", mean(steps, StepMetrics::updateNorm));
    summary.put("r_mean", mean(steps, StepMetrics::meanR));
    summary.put("r_clipped", mean(steps, StepMetrics::clippedR));
    summary.put("samples", steps.size() * mean(steps, StepMetrics::samples));
    summary.put("milliseconds", steps.size() * mean(steps, StepMetrics::milliseconds));
    return summary;
  }

  private static double mean(List<StepMetrics> steps, ToDoubleFunction<StepMetrics> metric) {
    return steps.stream().mapToDouble(metric).average().orElse(0);
  }
}
