package io.worldcompass.gpu.reward;

import java.util.Arrays;
import java.util.List;

/**
 * A Gaussian over the statistics of undamaged frames. A frame's quality is minus its distance from
 * the mean, in standard deviations (root mean square over the statistics, Mahalanobis).
 */
final class PristineModel {
  // Keeps directions in which real frames hardly vary from outweighing everything.
  private static final double FLOOR = 1e-3;

  private final double[] mean;
  private final double[][] lower;

  private PristineModel(double[] mean, double[][] lower) {
    this.mean = mean;
    this.lower = lower;
  }

  /** Fits the statistics of undamaged frames, at least twice as many as there are statistics. */
  static PristineModel fit(List<double[]> statistics) {
    int k = statistics.get(0).length;
    if (statistics.size() < 2 * k) {
      throw new IllegalArgumentException(
          "a fit of " + k + " statistics needs " + 2 * k + " frames, got " + statistics.size());
    }
    double[] mean = new double[k];
    for (double[] row : statistics) {
      for (int i = 0; i < k; i++) {
        mean[i] += row[i] / statistics.size();
      }
    }
    return new PristineModel(mean, cholesky(covariance(statistics, mean)));
  }

  /** From {@link #toArray}. */
  static PristineModel of(double[] values) {
    int k = FrameStatistics.NAMES.size();
    if (values.length != k * (k + 1)) {
      throw new IllegalArgumentException(
          "expected " + k * (k + 1) + " values of a quality model, got " + values.length);
    }
    double[][] lower = new double[k][];
    for (int i = 0; i < k; i++) {
      lower[i] = Arrays.copyOfRange(values, k * (i + 1), k * (i + 2));
    }
    return new PristineModel(Arrays.copyOf(values, k), lower);
  }

  /** The mean [k], then the Cholesky factor of the covariance [k,k], row by row. */
  double[] toArray() {
    int k = mean.length;
    double[] values = Arrays.copyOf(mean, k * (k + 1));
    for (int i = 0; i < k; i++) {
      System.arraycopy(lower[i], 0, values, k * (i + 1), k);
    }
    return values;
  }

  /** Quality of a frame with these statistics: 0 at best, about -1 for an ordinary real frame. */
  double quality(double[] statistics) {
    return -Math.sqrt(Arrays.stream(z(statistics)).map(z -> z * z).average().orElseThrow());
  }

  /** The statistics as independent standard scores. */
  double[] z(double[] statistics) {
    double[] z = new double[mean.length];
    for (int i = 0; i < z.length; i++) {
      double rest = statistics[i] - mean[i];
      for (int j = 0; j < i; j++) {
        rest -= lower[i][j] * z[j];
      }
      z[i] = rest / lower[i][i];
    }
    return z;
  }

  private static double[][] covariance(List<double[]> rows, double[] mean) {
    int k = mean.length;
    double[][] covariance = new double[k][k];
    for (double[] row : rows) {
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          covariance[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / (rows.size() - 1);
        }
      }
    }
    for (int i = 0; i < k; i++) {
      covariance[i][i] = covariance[i][i] * (1 + FLOOR) + FLOOR * FLOOR;
    }
    return covariance;
  }

  private static double[][] cholesky(double[][] a) {
    double[][] lower = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = a[i][j];
        for (int m = 0; m < j; m++) {
          rest -= lower[i][m] * lower[j][m];
        }
        lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
      }
    }
    return lower;
  }
}
