package io.worldcompass.gpu.evaluate;

import java.util.Map;

/**
 * The result of the evaluate command.
 *
 * @param weights which weights were evaluated: base, or a version
 * @param clips horizon of every scenario
 * @param scenarios number of scenarios per suite
 * @param suites by {@link Suite#key}
 * @param play what each suite's scenarios are, by {@link Suite#key}
 * @param judge who measured
 */
public record Evaluation(
    String weights,
    int clips,
    int scenarios,
    Map<String, SuiteResult> suites,
    Map<String, Play> play,
    Judge judge) {
  /**
   * How far a suite's scenarios are held out and true to their source.
   *
   * @param unseenSequences share of scenarios whose sequence of actions is none of the training's
   * @param clipsLeftOut share of recorded clips left out because a wall was in the way; 0 for
   *     scripted play
   */
  public record Play(double unseenSequences, double clipsLeftOut) {}

  /**
   * The judge.
   *
   * @param name its architecture and weights
   * @param jointOnRealClips its joint accuracy per step on real held-out clips
   */
  public record Judge(String name, double jointOnRealClips) {}

  public Evaluation {
    suites = Map.copyOf(suites);
    play = Map.copyOf(play);
  }
}
