package io.worldcompass.gpu.evaluate;

import io.worldcompass.gpu.reward.InteractionFollowing;
import io.worldcompass.gpu.reward.Motion;
import io.worldcompass.gpu.reward.VisualQualityMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the scenarios of a suite add up to over the clips up to one horizon. */
final class Tally {
  private final VisualQualityMode mode;
  private final int stepsPerClip;
  private final Sample joint = new Sample();
  private final Sample fine = new Sample();
  private final Sample visualQuality = new Sample();
  private final Sample error = new Sample();
  private final List<Sample> jointByClip;
  private final List<Sample> errorByClip;

  Tally(VisualQualityMode mode, int stepsPerClip, int clips) {
    this.mode = mode;
    this.stepsPerClip = stepsPerClip;
    this.jointByClip = Stream.generate(Sample::new).limit(clips).toList();
    this.errorByClip = Stream.generate(Sample::new).limit(clips).toList();
  }

  /**
   * Adds a scenario, of which only the steps up to the horizon count.
   *
   * @param qualities of the first frame, then of the frame after every step
   * @param errors to the true view, of the frame after every step
   */
  void add(List<Motion> motions, List<Integer> commanded, double[] qualities, double[] errors) {
    int end = jointByClip.size() * stepsPerClip;
    InteractionFollowing.Score score = score(motions, commanded, 0, end);
    joint.add(score.joint());
    fine.add(score.fine());
    visualQuality.add(mode.reward(Arrays.copyOfRange(qualities, 1, end + 1), qualities[0]));
    error.add(mean(errors, 0, end));
    for (int clip = 0; clip < jointByClip.size(); clip++) {
      int from = clip * stepsPerClip;
      int to = from + stepsPerClip;
      jointByClip.get(clip).add(score(motions, commanded, from, to).joint());
      errorByClip.get(clip).add(mean(errors, from, to));
    }
  }

  private static InteractionFollowing.Score score(
      List<Motion> motions, List<Integer> commanded, int from, int to) {
    return InteractionFollowing.STEPS.score(motions.subList(from, to), commanded.subList(from, to));
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElseThrow();
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
