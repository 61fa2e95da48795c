package io.worldcompass.producers.game;

import java.util.Random;

/**
 * A smooth colour pattern over a square surface: a base colour, broad blobs that tell places apart
 * and a soft grid that shows motion. No frequency is high enough to alias at small frame sizes.
 */
final class Texture {
  private static final int SIZE = 96;
  private static final int BLOBS = 14;
  private final float[] rgb = new float[SIZE * SIZE * 3];
  private final double scale;

  /**
   * @param extent side of the surface, units
   * @param cell side of one cell of the soft grid, units
   * @param base red, green, blue in [0,1]
   */
  Texture(Random random, double extent, double cell, double... base) {
    this.scale = (SIZE - 1) / extent;
    double[][] blobs = blobs(random, extent);
    for (int j = 0; j < SIZE; j++) {
      for (int i = 0; i < SIZE; i++) {
        fill(i, j, blobs, cell, base);
      }
    }
  }

  private static double[][] blobs(Random random, double extent) {
    double[][] blobs = new double[BLOBS][];
    for (int b = 0; b < BLOBS; b++) {
      double radius = extent * (0.06 + 0.10 * random.nextDouble());
      blobs[b] =
          new double[] {
            random.nextDouble() * extent,
            random.nextDouble() * extent,
            1 / (2 * radius * radius),
            0.5 * (random.nextDouble() - 0.5),
            0.5 * (random.nextDouble() - 0.5),
            0.5 * (random.nextDouble() - 0.5)
          };
    }
    return blobs;
  }

  private void fill(int i, int j, double[][] blobs, double cell, double[] base) {
    double u = i / scale;
    double v = j / scale;
    double grid = Math.sin(Math.PI * u / cell) * Math.sin(Math.PI * v / cell);
    double light = 0.16 * Math.tanh(3 * grid);
    for (int c = 0; c < 3; c++) {
      double value = base[c] * (1 + light);
      for (double[] blob : blobs) {
        double du = u - blob[0];
        double dv = v - blob[1];
        value += blob[3 + c] * Math.exp(-(du * du + dv * dv) * blob[2]);
      }
      rgb[(j * SIZE + i) * 3 + c] = (float) Math.max(0, Math.min(1, value));
    }
  }

  /** Adds the colour at (u, v) units, bilinear, times {@code light}, to {@code sum}. */
  void addTo(float[] sum, int at, double u, double v, double light) {
    double x = clamp(u * scale);
    double y = clamp(v * scale);
    int i = Math.min((int) x, SIZE - 2);
    int j = Math.min((int) y, SIZE - 2);
    double fx = x - i;
    double fy = y - j;
    int p = (j * SIZE + i) * 3;
    int q = p + SIZE * 3;
    for (int c = 0; c < 3; c++) {
      double top = rgb[p + c] + fx * (rgb[p + 3 + c] - rgb[p + c]);
      double bottom = rgb[q + c] + fx * (rgb[q + 3 + c] - rgb[q + c]);
      sum[at + c] += (float) (light * (top + fy * (bottom - top)));
    }
  }

  private static double clamp(double texel) {
    return Math.max(0, Math.min(SIZE - 1.0, texel));
  }
}
