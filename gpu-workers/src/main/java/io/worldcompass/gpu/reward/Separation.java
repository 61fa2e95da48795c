package io.worldcompass.gpu.reward;

import java.util.Arrays;

/** How well a quality tells one set of frames from another. */
final class Separation {
  private Separation() {}

  /**
   * Area under the ROC curve: the chance that a random value of the better set is above a random
   * one of the worse set; ties count half.
   */
  static double auc(double[] better, double[] worse) {
    double[] sorted = worse.clone();
    Arrays.sort(sorted);
    double wins = 0;
    for (double value : better) {
      int below = firstNotBelow(sorted, value);
      int notAbove = firstNotBelow(sorted, Math.nextUp(value));
      wins += below + (notAbove - below) / 2.0;
    }
    return wins / ((double) better.length * worse.length);
  }

  private static int firstNotBelow(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) / 2;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
