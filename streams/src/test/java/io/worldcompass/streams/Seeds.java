package io.worldcompass.streams;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Runs a property on many seeded generators; a failure names its seed. */
final class Seeds {
  private Seeds() {}

  static void forEach(int times, Consumer<RandomGenerator> property) {
    for (int seed = 0; seed < times; seed++) {
      try {
        property.accept(new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("failed with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
