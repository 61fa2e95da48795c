package io.worldcompass.gpu.evaluate;

import java.util.Map;

/**
 * The result of the evaluate command.
 *
 * @param weights which weights were evaluated: base, or a version
 * @param clips horizon of every scenario
 * @param scenarios number of scenarios per suite
 * @param suites by {@link Suite#key}
 * @param judge who measured
 */
public record Evaluation(
    String weights, int clips, int scenarios, Map<String, SuiteResult> suites, Judge judge) {
  /**
   * The judge.
   *
   * @param name its architecture and weights
   * @param jointOnRealClips its joint accuracy per step on real held-out clips
   */
  public record Judge(String name, double jointOnRealClips) {}

  public Evaluation {
    suites = Map.copyOf(suites);
  }
}
