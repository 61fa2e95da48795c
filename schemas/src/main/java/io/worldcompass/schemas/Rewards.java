package io.worldcompass.schemas;

import java.util.List;

/** The names of the rewards, as they stand in clip-scores and everywhere after it. */
public final class Rewards {
  /** How well a clip does what its action says (spec S7). */
  public static final String INTERACTION_FOLLOWING = "interaction_following";

  /** How good a clip looks (spec S8). */
  public static final String VISUAL_QUALITY = "visual_quality";

  /** Every reward that a candidate must have before it can be trained on. */
  public static final List<String> NAMES = List.of(INTERACTION_FOLLOWING, VISUAL_QUALITY);

  private Rewards() {}

  /** Whether a score may have that value: interaction following is 0..1, every reward finite. */
  public static boolean isInRange(String reward, double value) {
    return Double.isFinite(value)
        && (!reward.equals(INTERACTION_FOLLOWING) || (value >= 0 && value <= 1));
  }

  /** The range of a reward, for people. */
  public static String range(String reward) {
    return reward.equals(INTERACTION_FOLLOWING) ? "a number from 0 to 1" : "a finite number";
  }
}
