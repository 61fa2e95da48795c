package io.worldcompass.gpu.reward;

import io.worldcompass.schemas.Action;
import java.util.List;

/**
 * How well a clip does what was commanded, read from estimated motions (spec S7).
 *
 * @param tausTranslation thresholds that are tried, ascending, in the estimator's units
 * @param tauRotation threshold of yaw and pitch, in the estimator's units
 */
public record InteractionFollowing(List<Double> tausTranslation, double tauRotation) {
  /** The thresholds of spec S7 for camera poses, in the estimator's scale and in degrees. */
  public static final InteractionFollowing POSES =
      new InteractionFollowing(List.of(0.002, 0.005, 0.01), 0.2);

  /** The thresholds for motions in units of one commanded step. */
  public static final InteractionFollowing STEPS = new InteractionFollowing(List.of(0.4), 0.5);

  public InteractionFollowing {
    tausTranslation = tausTranslation.stream().sorted().toList();
    if (tausTranslation.isEmpty() || tausTranslation.get(0) < 0 || tauRotation < 0) {
      throw new IllegalArgumentException("thresholds must be given and not be negative");
    }
  }

  /**
   * Scores the steps of one clip.
   *
   * @param motions the estimated motion of each step, at least one, all finite
   * @param commanded the commanded label of each step (spec S6)
   * @throws IllegalArgumentException when the lengths differ, nothing is given or a motion is NaN
   */
  public Score score(List<Motion> motions, List<Integer> commanded) {
    check(motions, commanded);
    Score best = null;
    for (double tau : tausTranslation) {
      Score score = at(tau, motions, commanded);
      // Strictly better only: the smallest tau wins a tie.
      if (best == null || score.joint() > best.joint()) {
        best = score;
      }
    }
    return best;
  }

  private Score at(double tau, List<Motion> motions, List<Integer> commanded) {
    List<Integer> labels = motions.stream().map(m -> m.action(tau, tauRotation).label()).toList();
    int translations = 0;
    int rotations = 0;
    int both = 0;
    for (int i = 0; i < labels.size(); i++) {
      Action seen = Action.ofLabel(labels.get(i));
      Action wanted = Action.ofLabel(commanded.get(i));
      translations += seen.translation() == wanted.translation() ? 1 : 0;
      rotations += seen.rotation() == wanted.rotation() ? 1 : 0;
      both += seen.equals(wanted) ? 1 : 0;
    }
    double n = labels.size();
    return new Score(tau, labels, both / n, translations / n, rotations / n);
  }

  private static void check(List<Motion> motions, List<Integer> commanded) {
    if (motions.isEmpty() || motions.size() != commanded.size()) {
      throw new IllegalArgumentException(
          "one commanded label per motion is needed, got "
              + commanded.size()
              + " labels for "
              + motions.size()
              + " motions");
    }
    for (Motion m : motions) {
      if (!Double.isFinite(m.forward() + m.right() + m.down() + m.yaw() + m.pitch())) {
        throw new IllegalArgumentException("a motion is not finite: " + m);
      }
    }
  }

  /**
   * The accuracies of one clip, each the share of its steps in [0, 1].
   *
   * @param tau the translation threshold that was chosen
   * @param labels the label seen in each step (spec S6)
   * @param joint steps whose whole label is the commanded one: the reported measure
   * @param translation steps with the commanded translation
   * @param rotation steps with the commanded rotation
   */
  public record Score(
      double tau, List<Integer> labels, double joint, double translation, double rotation) {
    public Score {
      labels = List.copyOf(labels);
    }

    /** The mean of the two accuracies: the training reward of spec S7. */
    public double fine() {
      return (translation + rotation) / 2;
    }
  }
}
