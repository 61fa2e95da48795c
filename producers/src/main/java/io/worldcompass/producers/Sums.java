package io.worldcompass.producers;

import java.util.List;

/**
 * The raw sums over a stretch of ticks, kept beside every label so that thresholds can change on
 * replay. Rounded to nine decimals: the order of additions does not show.
 *
 * @param forward sum of shares of full speed, + forward
 * @param side sum of shares of full speed, + to the right
 * @param yawDegrees + to the right
 * @param pitchDegrees + up
 */
public record Sums(double forward, double side, double yawDegrees, double pitchDegrees) {
  private static final double DECIMALS = 1e9;

  static Sums of(List<Tick> ticks) {
    double forward = 0;
    double side = 0;
    double yaw = 0;
    double pitch = 0;
    for (Tick tick : ticks) {
      forward += tick.forward();
      side += tick.side();
      yaw += tick.yawDegrees();
      pitch += tick.pitchDegrees();
    }
    return new Sums(rounded(forward), rounded(side), rounded(yaw), rounded(pitch));
  }

  /** Adding 0.0 turns -0.0 into 0.0, which is what a reader of the JSON expects. */
  private static double rounded(double value) {
    return Math.rint(value * DECIMALS) / DECIMALS + 0.0;
  }
}
