package io.worldcompass.gpu.train;

import java.util.Random;
import java.util.stream.IntStream;

/** Which sampling steps a sample is trained at: spec S12. */
final class TrainedTimesteps {
  private static final double ROUNDING = 1e-9;

  private TrainedTimesteps() {}

  /**
   * floor(steps * fraction); 0.29 of 100 is 29, although in double it is a little less.
   *
   * @throws IllegalArgumentException when that is none
   */
  static int count(int steps, double fraction) {
    int count = (int) Math.floor(steps * fraction + ROUNDING);
    if (count < 1 || count > steps) {
      throw new IllegalArgumentException(
          "%s of %d sampling steps leaves %d to train; 1 to %d are needed"
              .formatted(fraction, steps, count, steps));
    }
    return count;
  }

  /** {@code count} distinct indices of 0..steps-1 in random order; sigma_steps = 0 is not one. */
  static int[] draw(int steps, int count, Random random) {
    int[] indices = IntStream.range(0, steps).toArray();
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(steps - i);
      int drawn = indices[j];
      indices[j] = indices[i];
      indices[i] = drawn;
    }
    return IntStream.range(0, count).map(i -> indices[i]).toArray();
  }
}
