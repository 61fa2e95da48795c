package io.worldcompass.gpu.trainer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a run is being over-optimised: the rewarded interaction following rises, while visual
 * quality, or what a judge that gives no reward sees on held-out play, falls.
 *
 * @param interactionFollowing of the training reward, newest half window against the run's first
 * @param visualQuality likewise
 * @param lossRatio mean loss of the newest half window over that of the first; 1 where unknown
 * @param judgedJoint newest measurement against the best before
 * @param judgedQuality newest measurement against the first
 * @param tolerance least fall that counts
 */
record OverOptimisation(
    Change interactionFollowing,
    Change visualQuality,
    double lossRatio,
    Change judgedJoint,
    Change judgedQuality,
    double tolerance) {
  static final String WARNING = "watch_warning";
  static final String INTERACTION_FOLLOWING_CHANGE = "watch_interaction_following_change";
  static final String VISUAL_QUALITY_CHANGE = "watch_visual_quality_change";
  static final String LOSS_RATIO = "watch_loss_ratio";
  static final String JOINT_CHANGE = "watch_held_out_joint_change";
  static final String QUALITY_CHANGE = "watch_held_out_visual_quality_change";
  private static final double RISEN_LOSS = 2;

  /**
   * Looks at a run.
   *
   * @param run all observations since its base, or since it was rolled back, in order
   * @param window iterations to look at; with fewer trained, only the judge is looked at
   */
  static OverOptimisation in(List<Observation> run, int window, double tolerance) {
    List<Observation> trained = run.stream().filter(Observation::isTrained).toList();
    List<Observation> judged = run.stream().filter(o -> o.judged().isPresent()).toList();
    int half = window / 2;
    boolean enough = trained.size() >= 2 * half;
    List<Observation> first = enough ? trained.subList(0, half) : List.of();
    List<Observation> newest =
        enough ? trained.subList(trained.size() - half, trained.size()) : List.of();
    return new OverOptimisation(
        Change.between(first, newest, Observation::interactionFollowing),
        Change.between(first, newest, Observation::visualQuality),
        lossRatio(first, newest),
        joint(judged),
        quality(judged),
        tolerance);
  }

  private static double lossRatio(List<Observation> first, List<Observation> newest) {
    double before = meanLoss(first);
    double ratio = meanLoss(newest) / before;
    return Double.isFinite(ratio) && before > 0 ? ratio : 1;
  }

  private static double meanLoss(List<Observation> span) {
    return span.stream().mapToDouble(Observation::loss).average().orElse(Double.NaN);
  }

  private static Change joint(List<Observation> judged) {
    Optional<HeldOutJudge.Score> best =
        judged.stream()
            .limit(Math.max(0, judged.size() - 1))
            .map(o -> o.judged().orElseThrow())
            .max(Comparator.comparingDouble(HeldOutJudge.Score::joint));
    return best.map(
            b -> {
              HeldOutJudge.Score now = judged.get(judged.size() - 1).judged().orElseThrow();
              return new Change(
                  now.joint() - b.joint(), Math.hypot(now.jointError(), b.jointError()));
            })
        .orElse(Change.NONE);
  }

  private static Change quality(List<Observation> judged) {
    if (judged.size() < 2) {
      return Change.NONE;
    }
    HeldOutJudge.Score then = judged.get(0).judged().orElseThrow();
    HeldOutJudge.Score now = judged.get(judged.size() - 1).judged().orElseThrow();
    return new Change(
        now.visualQuality() - then.visualQuality(),
        Math.hypot(now.visualQualityError(), then.visualQualityError()));
  }

  boolean isWarning() {
    return interactionFollowing.isRise()
        && (visualQuality.isFall(tolerance)
            || judgedJoint.isFall(tolerance)
            || judgedQuality.isFall(tolerance));
  }

  boolean lossRises() {
    return lossRatio > RISEN_LOSS;
  }

  /** For the manifest. */
  Map<String, Double> metrics() {
    return Map.of(
        WARNING, isWarning() ? 1.0 : 0.0,
        INTERACTION_FOLLOWING_CHANGE, interactionFollowing.mean(),
        VISUAL_QUALITY_CHANGE, visualQuality.mean(),
        LOSS_RATIO, lossRatio,
        JOINT_CHANGE, judgedJoint.mean(),
        QUALITY_CHANGE, judgedQuality.mean());
  }
}
