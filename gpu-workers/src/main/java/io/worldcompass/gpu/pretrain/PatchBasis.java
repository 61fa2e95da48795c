package io.worldcompass.gpu.pretrain;

import io.worldcompass.gpu.model.Autoencoder;
import java.util.List;
import java.util.Random;

/**
 * The principal components of a frame's 8x8 patches, by orthogonal iteration. Linear codes move
 * smoothly with the camera, which codes of a small learned encoder do not; a flow model learns them
 * much faster.
 */
final class PatchBasis {
  private static final int SIDE = Autoencoder.FACTOR;
  private static final int VALUES = 3 * SIDE * SIDE;
  private static final int ROUNDS = 60;
  private final double[] mean = new double[VALUES];
  private final double[][] covariance = new double[VALUES][VALUES];
  private final double[][] directions;

  /**
   * Fits the patches of planar frames.
   *
   * @param size height and width of a frame
   */
  PatchBasis(List<byte[]> frames, int size, int components, long seed) {
    int perSide = size / SIDE;
    double patches = (double) frames.size() * perSide * perSide;
    frames.forEach(frame -> addMeans(frame, size, patches));
    frames.forEach(frame -> addCovariances(frame, size, patches));
    directions = iterate(components, new Random(seed));
  }

  /** Mean patch, 3*8*8 values, planar. */
  double[] mean() {
    return mean.clone();
  }

  /** Unit vectors, the one of the largest deviation first. */
  double[][] directions() {
    return directions;
  }

  /** Standard deviation of the patches along a direction. */
  double deviation(double[] direction) {
    return Math.sqrt(dot(direction, times(direction)));
  }

  private void addMeans(byte[] frame, int size, double patches) {
    for (int tile = 0; tile < size / SIDE * (size / SIDE); tile++) {
      double[] patch = patch(frame, size, tile);
      for (int i = 0; i < VALUES; i++) {
        mean[i] += patch[i] / patches;
      }
    }
  }

  private void addCovariances(byte[] frame, int size, double patches) {
    for (int tile = 0; tile < size / SIDE * (size / SIDE); tile++) {
      double[] patch = patch(frame, size, tile);
      for (int i = 0; i < VALUES; i++) {
        for (int j = 0; j < VALUES; j++) {
          covariance[i][j] += (patch[i] - mean[i]) * (patch[j] - mean[j]) / patches;
        }
      }
    }
  }

  private static double[] patch(byte[] frame, int size, int tile) {
    int tiles = size / SIDE;
    int top = tile / tiles * SIDE;
    int left = tile % tiles * SIDE;
    double[] patch = new double[VALUES];
    for (int i = 0; i < VALUES; i++) {
      int channel = i / (SIDE * SIDE);
      int y = top + i / SIDE % SIDE;
      int x = left + i % SIDE;
      patch[i] = (frame[(channel * size + y) * size + x] & 0xff) / 255.0;
    }
    return patch;
  }

  private double[][] iterate(int components, Random random) {
    double[][] q = new double[components][];
    for (int k = 0; k < components; k++) {
      q[k] = random.doubles(VALUES, -1, 1).toArray();
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int k = 0; k < components; k++) {
        q[k] = times(q[k]);
        for (int l = 0; l < k; l++) {
          addTo(q[k], q[l], -dot(q[k], q[l]));
        }
        double length = Math.sqrt(dot(q[k], q[k]));
        for (int i = 0; i < VALUES; i++) {
          q[k][i] /= length;
        }
      }
    }
    return q;
  }

  private double[] times(double[] vector) {
    double[] product = new double[VALUES];
    for (int i = 0; i < VALUES; i++) {
      product[i] = dot(covariance[i], vector);
    }
    return product;
  }

  private static void addTo(double[] a, double[] b, double factor) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
