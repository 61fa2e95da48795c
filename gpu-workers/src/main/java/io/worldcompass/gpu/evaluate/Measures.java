package io.worldcompass.gpu.evaluate;

import ai.djl.ndarray.NDArray;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.reward.FrameQuality;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.Motion;
import io.worldcompass.gpu.reward.VisualQualityMode;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Measures scenario by scenario, each once for all horizons. */
final class Measures {
  private final InverseDynamics judge;
  private final FrameQuality quality;
  private final ModelSpec spec;
  private final SortedMap<Integer, Tally> byHorizon = new TreeMap<>();

  Measures(
      InverseDynamics judge,
      FrameQuality quality,
      VisualQualityMode mode,
      ModelSpec spec,
      Collection<Integer> horizons) {
    this.judge = judge;
    this.quality = quality;
    this.spec = spec;
    horizons.forEach(clips -> byHorizon.put(clips, new Tally(mode, spec.latentsPerClip(), clips)));
  }

  /**
   * Measures one scenario.
   *
   * @param commanded label of every step
   * @param first [1,3,H,W]
   * @param frames generated, [F,3,H,W]
   * @param truth rendered, [F,3,H,W]
   */
  void add(List<Integer> commanded, NDArray first, NDArray frames, NDArray truth) {
    List<Motion> motions = judge.motions(first, frames.expandDims(0)).get(0);
    double[] qualities = qualities(first.concat(frames, 0));
    double[] errors = errors(frames, truth);
    byHorizon.values().forEach(tally -> tally.add(motions, commanded, qualities, errors));
  }

  private double[] qualities(NDArray frames) {
    float[] values = frames.toFloatArray();
    int size = 3 * spec.frameHeight() * spec.frameWidth();
    double[] qualities = new double[values.length / size];
    for (int i = 0; i < qualities.length; i++) {
      float[] frame = Arrays.copyOfRange(values, i * size, (i + 1) * size);
      qualities[i] = quality.quality(frame, spec.frameHeight(), spec.frameWidth());
    }
    return qualities;
  }

  /** Mean absolute difference of pixels by frame, of [F,3,H,W], or of one for all, to [F,3,H,W]. */
  static double[] errors(NDArray frames, NDArray truth) {
    NDArray differences = frames.sub(truth).abs().reshape(truth.getShape().get(0), -1);
    float[] means = differences.mean(new int[] {1}).toFloatArray();
    double[] errors = new double[means.length];
    Arrays.setAll(errors, i -> means[i]);
    return errors;
  }

  /** What was measured, by horizon. */
  SortedMap<Integer, SuiteResult> results() {
    SortedMap<Integer, SuiteResult> results = new TreeMap<>();
    byHorizon.forEach((clips, tally) -> results.put(clips, tally.result()));
    return results;
  }
}
