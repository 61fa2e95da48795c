package io.worldcompass.gpu.evaluate;

import java.util.List;

/**
 * Means over the scenarios of a suite, each with its standard error over scenarios.
 *
 * @param joint share of steps that are right in both parts, by the judge (spec S7)
 * @param fine mean of the shares of right translations and right rotations, by the judge
 * @param visualQuality spec S8, mean over clips
 * @param standardError of {@code joint}
 * @param renderError mean absolute difference to the true render at the commanded pose, in [0,1]
 * @param jointByClip {@code joint} of each clip, in order
 * @param renderErrorByClip {@code renderError} of each clip, in order
 */
public record SuiteResult(
    double joint,
    double fine,
    double visualQuality,
    double standardError,
    double fineStandardError,
    double visualQualityStandardError,
    double renderError,
    double renderErrorStandardError,
    List<Double> jointByClip,
    List<Double> renderErrorByClip) {
  public SuiteResult {
    jointByClip = List.copyOf(jointByClip);
    renderErrorByClip = List.copyOf(renderErrorByClip);
  }
}
