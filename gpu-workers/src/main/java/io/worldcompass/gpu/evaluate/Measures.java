package io.worldcompass.gpu.evaluate;

import ai.djl.ndarray.NDArray;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.reward.FrameQuality;
import io.worldcompass.gpu.reward.InteractionFollowing;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.Motion;
import io.worldcompass.gpu.reward.VisualQualityMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Collects what is measured, scenario by scenario. */
final class Measures {
  private final InverseDynamics judge;
  private final FrameQuality quality;
  private final VisualQualityMode mode;
  private final ModelSpec spec;
  private final Sample joint = new Sample();
  private final Sample fine = new Sample();
  private final Sample visualQuality = new Sample();
  private final Sample error = new Sample();
  private final List<Sample> jointByClip;
  private final List<Sample> errorByClip;

  Measures(
      InverseDynamics judge,
      FrameQuality quality,
      VisualQualityMode mode,
      ModelSpec spec,
      int clips) {
    this.judge = judge;
    this.quality = quality;
    this.mode = mode;
    this.spec = spec;
    this.jointByClip = Stream.generate(Sample::new).limit(clips).toList();
    this.errorByClip = Stream.generate(Sample::new).limit(clips).toList();
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
    InteractionFollowing.Score whole = InteractionFollowing.STEPS.score(motions, commanded);
    joint.add(whole.joint());
    fine.add(whole.fine());
    visualQuality.add(mode.reward(qualities(frames), qualities(first)[0]));
    NDArray differences = frames.sub(truth).abs().reshape(frames.getShape().get(0), -1);
    float[] errors = differences.mean(new int[] {1}).toFloatArray();
    error.add(mean(errors, 0, errors.length));
    int length = spec.latentsPerClip();
    for (int clip = 0; clip < jointByClip.size(); clip++) {
      int from = clip * length;
      int to = from + length;
      jointByClip
          .get(clip)
          .add(
              InteractionFollowing.STEPS
                  .score(motions.subList(from, to), commanded.subList(from, to))
                  .joint());
      errorByClip.get(clip).add(mean(errors, from, to));
    }
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

  private static double mean(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  SuiteResult result() {
    return new SuiteResult(
        joint.mean(),
        fine.mean(),
        visualQuality.mean(),
        joint.standardError(),
        fine.standardError(),
        visualQuality.standardError(),
        error.mean(),
        error.standardError(),
        means(jointByClip),
        means(errorByClip));
  }

  private static List<Double> means(List<Sample> samples) {
    List<Double> means = new ArrayList<>();
    samples.forEach(sample -> means.add(sample.mean()));
    return means;
  }
}
