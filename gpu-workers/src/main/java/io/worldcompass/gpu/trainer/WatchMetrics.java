package io.worldcompass.gpu.trainer;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What the early warning wrote into a version's metrics, for those who read manifests. */
public final class WatchMetrics {
  static final String BEST_VERSION = "watch_best_version";
  static final String STOPPED = "watch_stopped";
  static final String ROLLED_BACK_TO = "watch_rolled_back_to";

  private WatchMetrics() {}

  /** Whether the version was over-optimised. */
  public static boolean isWarning(Map<String, Double> metrics) {
    return metrics.getOrDefault(OverOptimisation.WARNING, 0.0) > 0;
  }

  /** Whether training stopped behind this version. */
  public static boolean isStopped(Map<String, Double> metrics) {
    return metrics.getOrDefault(STOPPED, 0.0) > 0;
  }

  /** The version that the judge found best up to this one. */
  public static OptionalInt bestVersion(Map<String, Double> metrics) {
    Double best = metrics.get(BEST_VERSION);
    return best == null ? OptionalInt.empty() : OptionalInt.of(best.intValue());
  }

  /** The version whose weights this one took over. */
  public static OptionalInt rolledBackTo(Map<String, Double> metrics) {
    Double to = metrics.get(ROLLED_BACK_TO);
    return to == null ? OptionalInt.empty() : OptionalInt.of(to.intValue());
  }

  /** Joint IF on held-out play, where this version was judged. */
  public static OptionalDouble heldOutJoint(Map<String, Double> metrics) {
    Double joint = metrics.get(Observation.JOINT);
    return joint == null ? OptionalDouble.empty() : OptionalDouble.of(joint);
  }

  /** The warning for people; empty where there is none. */
  public static Optional<String> words(Map<String, Double> metrics) {
    return isWarning(metrics)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "over-optimisation: rewarded IF %+.3f, rewarded VQ %+.3f, judge's IF %+.3f,"
                    + " judge's VQ %+.3f",
                metrics.getOrDefault(OverOptimisation.INTERACTION_FOLLOWING_CHANGE, 0.0),
                metrics.getOrDefault(OverOptimisation.VISUAL_QUALITY_CHANGE, 0.0),
                metrics.getOrDefault(OverOptimisation.JOINT_CHANGE, 0.0),
                metrics.getOrDefault(OverOptimisation.QUALITY_CHANGE, 0.0)))
        : Optional.empty();
  }
}
