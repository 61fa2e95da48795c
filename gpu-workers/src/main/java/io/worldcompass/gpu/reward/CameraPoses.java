package io.worldcompass.gpu.reward;

import java.util.ArrayList;
import java.util.List;

/** Motions from camera-to-world poses, axes +z forward, +x right, +y down (spec S7). */
public final class CameraPoses {
  private CameraPoses() {}

  /**
   * The motion of every step between consecutive poses: rel = inv(C_{i-1}) * C_i.
   *
   * @param cameraToWorld rigid 4x4 matrices, row by row, at least two; rotations in degrees result
   * @throws IllegalArgumentException when fewer than two poses are given or one is not 4x4 finite
   */
  public static List<Motion> motions(List<double[][]> cameraToWorld) {
    if (cameraToWorld.size() < 2) {
      throw new IllegalArgumentException(
          "motions need at least two poses, got " + cameraToWorld.size());
    }
    cameraToWorld.forEach(CameraPoses::check);
    List<Motion> motions = new ArrayList<>();
    for (int i = 1; i < cameraToWorld.size(); i++) {
      motions.add(between(cameraToWorld.get(i - 1), cameraToWorld.get(i)));
    }
    return motions;
  }

  private static Motion between(double[][] before, double[][] after) {
    double[][] r = relativeRotation(before, after);
    double[] t = relativeTranslation(before, after);
    double yaw = Math.atan2(-r[2][0], Math.hypot(r[0][0], r[1][0]));
    double pitch = Math.atan2(r[2][1], r[2][2]);
    return new Motion(t[2], t[0], t[1], Math.toDegrees(yaw), Math.toDegrees(pitch));
  }

  /** The upper left block of inv(before) * after; the inverse of a rotation is its transpose. */
  private static double[][] relativeRotation(double[][] before, double[][] after) {
    double[][] r = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          r[i][j] += before[k][i] * after[k][j];
        }
      }
    }
    return r;
  }

  private static double[] relativeTranslation(double[][] before, double[][] after) {
    double[] t = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        t[i] += before[k][i] * (after[k][3] - before[k][3]);
      }
    }
    return t;
  }

  private static void check(double[][] pose) {
    boolean square = pose.length == 4;
    for (double[] row : pose) {
      square &= row.length == 4;
      for (double value : row) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("a pose holds " + value);
        }
      }
    }
    if (!square) {
      throw new IllegalArgumentException("a pose must be a 4x4 matrix");
    }
  }
}
