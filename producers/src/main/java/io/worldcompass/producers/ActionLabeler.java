package io.worldcompass.producers;

import io.worldcompass.schemas.Action;

/** Raw sums over a stretch of ticks to one of the 81 actions of spec S6. */
final class ActionLabeler {
  /** Sums carry nine decimals; a value that stands on the threshold counts as reaching it. */
  private static final double ROUNDING = 1e-8;

  private ActionLabeler() {}

  /** The action of {@code ticks} ticks with these sums. Opposites have cancelled in the sums. */
  static Action label(Sums sums, int ticks, ClipRules rules) {
    double speed = rules.translationThreshold() * ticks;
    double angle = rules.rotationThreshold() * ticks / ClipRules.REFERENCE_TICKS;
    return Action.ofSigns(
        sign(sums.forward(), speed),
        sign(sums.side(), speed),
        sign(sums.yawDegrees(), angle),
        sign(sums.pitchDegrees(), angle));
  }

  private static int sign(double sum, double threshold) {
    return Math.abs(sum) >= threshold - ROUNDING ? (int) Math.signum(sum) : 0;
  }
}
