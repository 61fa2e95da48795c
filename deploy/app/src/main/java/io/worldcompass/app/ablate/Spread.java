package io.worldcompass.app.ablate;

import java.util.Arrays;
import java.util.Locale;

/** Mean and standard deviation over seeds. */
final class Spread {
  private Spread() {}

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** "0.512", with " ± 0.020" where there are several. */
  static String of(double[] values) {
    double mean = mean(values);
    if (values.length < 2) {
      return String.format(Locale.ROOT, "%.3f", mean);
    }
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return String.format(
        Locale.ROOT, "%.3f ± %.3f", mean, Math.sqrt(squares / (values.length - 1)));
  }
}
