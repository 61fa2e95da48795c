package io.worldcompass.gpu.evaluate;

import java.util.ArrayList;
import java.util.List;

/** Values, one a scenario, of which the mean and its standard error are wanted. */
final class Sample {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double mean() {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** Standard deviation of the mean; NaN for fewer than two values. */
  double standardError() {
    double mean = mean();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return values.size() < 2
        ? Double.NaN
        : Math.sqrt(squares / (values.size() - 1) / values.size());
  }
}
