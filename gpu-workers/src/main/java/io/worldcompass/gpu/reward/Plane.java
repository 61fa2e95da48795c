package io.worldcompass.gpu.reward;

import java.util.function.DoubleUnaryOperator;

/** One channel of a frame, rows from the top, with the few operations that statistics need. */
final class Plane {
  private static final double[] KERNEL = {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0};

  private final int height;
  private final int width;
  private final double[] values;

  private Plane(int height, int width, double[] values) {
    this.height = height;
    this.width = width;
    this.values = values;
  }

  static Plane of(float[] frame, int channel, int height, int width) {
    double[] values = new double[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = frame[channel * values.length + i];
    }
    return new Plane(height, width, values);
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  double at(int row, int column) {
    return values[row * width + column];
  }

  Plane map(DoubleUnaryOperator f) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = f.applyAsDouble(values[i]);
    }
    return new Plane(height, width, out);
  }

  /** own * this + share * other. */
  Plane mix(double own, Plane other, double share) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = own * values[i] + share * other.values[i];
    }
    return new Plane(height, width, out);
  }

  Plane over(Plane other) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i] / other.values[i];
    }
    return new Plane(height, width, out);
  }

  /** Weighted by a 5x5 binomial window; the border is repeated. */
  Plane smooth() {
    return along(1, width).along(width, height);
  }

  private Plane along(int stride, int length) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      int position = stride == 1 ? i % width : i / width;
      for (int k = -2; k <= 2; k++) {
        int other = Math.max(0, Math.min(length - 1, position + k));
        out[i] += KERNEL[k + 2] * values[i + (other - position) * stride];
      }
    }
    return new Plane(height, width, out);
  }

  /** Half the size, each pixel the mean of 2x2. */
  Plane half() {
    double[] out = new double[height / 2 * (width / 2)];
    for (int i = 0; i < out.length; i++) {
      int p = i / (width / 2) * 2 * width + i % (width / 2) * 2;
      out[i] = (values[p] + values[p + 1] + values[p + width] + values[p + width + 1]) / 4;
    }
    return new Plane(height / 2, width / 2, out);
  }

  /** Half the width, each pixel the mean of two. */
  Plane narrow() {
    double[] out = new double[height * (width / 2)];
    for (int i = 0; i < out.length; i++) {
      int p = i / (width / 2) * width + i % (width / 2) * 2;
      out[i] = (values[p] + values[p + 1]) / 2;
    }
    return new Plane(height, width / 2, out);
  }

  double mean() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  double deviation() {
    double mean = mean();
    return Math.sqrt(map(x -> (x - mean) * (x - mean)).mean());
  }

  /** Mean product of pixels and their neighbours at the given offset. */
  double product(int down, int right) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y + down < height; y++) {
      for (int x = Math.max(0, -right); x < width - Math.max(0, right); x++) {
        sum += values[y * width + x] * values[(y + down) * width + x + right];
        count++;
      }
    }
    return sum / count;
  }

  /** Mean absolute difference between each row and the next, height - 1 values. */
  double[] rowEdges() {
    double[] edges = new double[height - 1];
    for (int i = 0; i < edges.length * width; i++) {
      edges[i / width] += Math.abs(values[i + width] - values[i]) / width;
    }
    return edges;
  }

  /** Mean absolute difference between each column and the next, width - 1 values. */
  double[] columnEdges() {
    double[] edges = new double[width - 1];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < edges.length; x++) {
        edges[x] += Math.abs(values[y * width + x + 1] - values[y * width + x]) / height;
      }
    }
    return edges;
  }

  /**
   * How much better one row fits the next when it is shifted sideways than its neighbours do: near
   * 0 in a whole frame, large where the lower part was displaced.
   */
  double tear() {
    double[] gains = new double[height - 1];
    for (int y = 0; y < gains.length; y++) {
      double straight = mismatch(y, 0);
      double best = straight;
      for (int shift = 2; shift <= width / 4; shift++) {
        best = Math.min(best, Math.min(mismatch(y, shift), mismatch(y, -shift)));
      }
      gains[y] = straight - best;
    }
    double strongest = 0;
    for (int y = 1; y + 1 < gains.length; y++) {
      strongest = Math.max(strongest, gains[y] - Math.max(gains[y - 1], gains[y + 1]));
    }
    return strongest;
  }

  private double mismatch(int row, int shift) {
    double sum = 0;
    int from = Math.max(0, -shift);
    int to = width - Math.max(0, shift);
    for (int x = from; x < to; x++) {
      sum += Math.abs(values[row * width + x + shift] - values[(row + 1) * width + x]);
    }
    return sum / (to - from);
  }

  /** Mean absolute second difference, both directions. */
  double laplacian() {
    double sum = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int p = y * width + x;
        sum +=
            Math.abs(
                4 * values[p]
                    - values[p - 1]
                    - values[p + 1]
                    - values[p - width]
                    - values[p + width]);
      }
    }
    return sum / ((height - 2.0) * (width - 2.0));
  }
}
