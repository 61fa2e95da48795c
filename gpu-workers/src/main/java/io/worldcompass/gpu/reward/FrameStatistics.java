package io.worldcompass.gpu.reward;

import java.util.Arrays;
import java.util.List;

/**
 * Statistics of one frame that real frames keep within narrow bounds and damaged ones leave, in the
 * manner of NIQE (Mittal, Soundararajan, Bovik, "Making a completely blind image quality analyzer",
 * 2013): contrast-normalised luminance at two scales, sharpness, block and line edges, colour.
 */
final class FrameStatistics {
  /** What each value is. */
  static final List<String> NAMES =
      List.of(
          "local contrast",
          "normalised peakedness",
          "normalised variance",
          "horizontal product",
          "vertical product",
          "diagonal product",
          "counter-diagonal product",
          "half-size local contrast",
          "half-size peakedness",
          "half-size horizontal product",
          "half-size vertical product",
          "gradient",
          "sharpness",
          "edges every 2 pixels",
          "edges every 4 pixels",
          "edges every 8 pixels",
          "strongest row edge",
          "strongest column edge",
          "tear",
          "brightness",
          "contrast",
          "clipped share",
          "saturation",
          "red-green mean",
          "red-green spread",
          "yellow-blue mean",
          "yellow-blue spread",
          "colour gradient",
          "colour tear");

  private static final double TINY = 1e-4;
  // Least local contrast that counts as texture, in units of full brightness.
  private static final double FLAT = 0.01;

  private FrameStatistics() {}

  /**
   * The statistics of a frame, in the order of {@link #NAMES}.
   *
   * @param frame planar RGB, 3 x height x width, in [0,1]
   */
  static double[] of(float[] frame, int height, int width) {
    Plane red = Plane.of(frame, 0, height, width);
    Plane green = Plane.of(frame, 1, height, width);
    Plane blue = Plane.of(frame, 2, height, width);
    Plane luma = red.mix(0.299, green, 0.587).mix(1, blue, 0.114);
    Plane redGreen = red.mix(1, green, -1);
    Plane yellowBlue = red.mix(0.5, green, 0.5).mix(1, blue, -1);
    double[] values = new double[NAMES.size()];
    int at = texture(luma, true, values, 0);
    at = texture(luma.half(), false, values, at);
    at = edges(luma, values, at);
    colour(frame, luma, redGreen, yellowBlue, values, at);
    return values;
  }

  private static int texture(Plane luma, boolean full, double[] values, int start) {
    Plane mean = luma.smooth();
    Plane spread = luma.map(x -> x * x).smooth().mix(1, mean.map(x -> x * x), -1);
    spread = spread.map(x -> Math.sqrt(Math.max(0, x)));
    Plane normal = luma.mix(1, mean, -1).over(spread.map(x -> x + FLAT));
    double power = normal.map(x -> x * x).mean() + TINY;
    double size = normal.map(Math::abs).mean();
    int at = start;
    values[at++] = Math.log(spread.mean() + TINY);
    values[at++] = size * size / power;
    if (full) {
      values[at++] = power;
    }
    values[at++] = normal.product(0, 1) / power;
    values[at++] = normal.product(1, 0) / power;
    if (full) {
      values[at++] = normal.product(1, 1) / power;
      values[at++] = normal.product(1, -1) / power;
    }
    return at;
  }

  private static int edges(Plane luma, double[] values, int start) {
    double[] rows = luma.rowEdges();
    double[] columns = luma.columnEdges();
    double gradient = mean(rows) + mean(columns) + TINY;
    int at = start;
    values[at++] = Math.log(gradient);
    values[at++] = Math.log(luma.laplacian() + TINY) - Math.log(gradient);
    for (int period = 2; period <= 8; period *= 2) {
      values[at++] = Math.log((every(rows, period) + every(columns, period) + TINY) / gradient);
    }
    values[at++] = Math.log((max(rows) + TINY) / (median(rows) + TINY));
    values[at++] = Math.log((max(columns) + TINY) / (median(columns) + TINY));
    values[at++] = luma.narrow().tear();
    return at;
  }

  private static void colour(
      float[] frame, Plane luma, Plane redGreen, Plane yellowBlue, double[] values, int start) {
    int pixels = frame.length / 3;
    double saturation = 0;
    double clipped = 0;
    for (int p = 0; p < pixels; p++) {
      float high = Math.max(frame[p], Math.max(frame[pixels + p], frame[2 * pixels + p]));
      float low = Math.min(frame[p], Math.min(frame[pixels + p], frame[2 * pixels + p]));
      saturation += high - low;
      clipped += high > 0.98f || low < 0.02f ? 1 : 0;
    }
    int at = start;
    values[at++] = luma.mean();
    values[at++] = Math.log(luma.deviation() + TINY);
    values[at++] = Math.sqrt(clipped / pixels);
    values[at++] = saturation / pixels;
    values[at++] = redGreen.mean();
    values[at++] = Math.log(redGreen.deviation() + TINY);
    values[at++] = yellowBlue.mean();
    values[at++] = Math.log(yellowBlue.deviation() + TINY);
    values[at++] =
        Math.log(
            mean(redGreen.rowEdges())
                + mean(redGreen.columnEdges())
                + mean(yellowBlue.rowEdges())
                + mean(yellowBlue.columnEdges())
                + TINY);
    values[at] = redGreen.narrow().tear() + yellowBlue.narrow().tear();
  }

  /** Mean of the edges between blocks of the period: edge i lies between lines i and i + 1. */
  private static double every(double[] edges, int period) {
    double sum = 0;
    int count = 0;
    for (int i = period - 1; i < edges.length; i += period) {
      sum += edges[i];
      count++;
    }
    return sum / count;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
