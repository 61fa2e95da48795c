package io.worldcompass.app.ablate;

import io.worldcompass.gpu.evaluate.SuiteResult;
import java.util.List;
import java.util.Map;

/**
 * What one training came to.
 *
 * @param preset its {@link Preset#key}
 * @param iterations done
 * @param trainingSeconds of generating, scoring and training, without measuring
 * @param base the base weights, by suite
 * @param trained the checkpoint after the last iteration, by suite
 * @param curve composite joint IF on the way
 */
public record Outcome(
    String preset,
    long seed,
    int iterations,
    double trainingSeconds,
    Map<String, SuiteResult> base,
    Map<String, SuiteResult> trained,
    List<Point> curve) {
  /**
   * A measurement on the way.
   *
   * @param seconds of training up to it
   * @param compositeJoint by the judge, on fewer scenarios than at the end
   */
  public record Point(int iteration, double seconds, double compositeJoint) {}
}
