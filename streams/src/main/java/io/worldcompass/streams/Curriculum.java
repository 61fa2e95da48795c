package io.worldcompass.streams;

import io.worldcompass.schemas.config.Config;

/**
 * Which clip an iteration trains (spec S3).
 *
 * @param order ascending, descending, or always {@code first}
 * @param first the least target clip n_min, from 1
 * @param last the greatest target clip N
 */
public record Curriculum(Config.Curriculum order, int first, int last) {
  public Curriculum {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "target clips must be 1 <= first <= last, got " + first + " and " + last);
    }
  }

  public static Curriculum of(Config.Algorithm algorithm) {
    return new Curriculum(algorithm.curriculum(), algorithm.firstClip(), algorithm.clips());
  }

  /**
   * The target clip n of an iteration, {@code first..last}.
   *
   * @param iteration from 1
   */
  public int clip(int iteration) {
    if (iteration < 1) {
      throw new IllegalArgumentException("iterations count from 1, got " + iteration);
    }
    int step = (iteration - 1) % (last - first + 1); // S3
    return switch (order) {
      case ASCENDING -> first + step;
      case DESCENDING -> last - step;
      case FIXED -> first;
    };
  }
}
