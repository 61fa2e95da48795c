package io.worldcompass.gpu.trainer;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a measure differs between two spans of a run.
 *
 * @param mean later minus earlier; 0 where nothing can be compared
 * @param error its standard error
 */
record Change(double mean, double error) {
  static final Change NONE = new Change(0, 0);
  private static final double ERRORS = 2;

  /**
   * Compares clip index by clip index: a later clip is worse in any model, and a span may hold more
   * of one than of another.
   */
  static Change between(
      List<Observation> earlier, List<Observation> later, ToDoubleFunction<Observation> measure) {
    int[] clips = later.stream().mapToInt(Observation::clipIndex).distinct().sorted().toArray();
    double sum = 0;
    double variance = 0;
    int compared = 0;
    for (int clip : clips) {
      double[] before = values(earlier, clip, measure);
      double[] after = values(later, clip, measure);
      if (before.length > 1 && after.length > 1) {
        sum += mean(after) - mean(before);
        variance += varianceOfMean(before) + varianceOfMean(after);
        compared++;
      }
    }
    return compared == 0 ? NONE : new Change(sum / compared, Math.sqrt(variance) / compared);
  }

  boolean isRise() {
    return mean > ERRORS * error;
  }

  boolean isFall(double tolerance) {
    return mean < -Math.max(tolerance, ERRORS * error);
  }

  private static double[] values(
      List<Observation> span, int clip, ToDoubleFunction<Observation> measure) {
    return span.stream()
        .filter(observation -> observation.clipIndex() == clip)
        .mapToDouble(measure)
        .filter(Double::isFinite)
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double varianceOfMean(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return squares / (values.length - 1) / values.length;
  }
}
