package io.worldcompass.streams;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fisher-Yates over SplittableRandom, whose algorithm Java specifies: replay must not depend on how
 * a library shuffles.
 */
final class Shuffle {
  private Shuffle() {}

  /** Shuffles in place. */
  static void shuffle(List<?> list, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
