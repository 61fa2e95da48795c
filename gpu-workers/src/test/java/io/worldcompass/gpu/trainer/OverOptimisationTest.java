package io.worldcompass.gpu.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class OverOptimisationTest {
  private static final int WINDOW = 40;
  private static final double TOLERANCE = 0.05;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void interactionFollowingThatRisesWhileQualityFallsIsAWarning() {
    OverOptimisation found = in(run(80, i -> 0.3 + 0.004 * i, i -> -0.6 - 0.004 * i, i -> 1));
    assertThat(found.isWarning()).as("seed %d", seed).isTrue();
    assertThat(found.interactionFollowing().mean()).isCloseTo(0.24, within(0.05));
    assertThat(found.visualQuality().mean()).isCloseTo(-0.24, within(0.05));
    assertThat(found.lossRises()).isFalse();
  }

  @Test
  void qualityThatFallsWithoutAGainOrTooLittleIsNone() {
    assertThat(in(run(80, i -> 0.3 - 0.004 * i, i -> -0.6 - 0.004 * i, i -> 1)).isWarning())
        .as("seed %d", seed)
        .isFalse();
    assertThat(in(run(80, i -> 0.3 + 0.004 * i, i -> -0.6 - 0.0005 * i, i -> 1)).isWarning())
        .as("seed %d", seed)
        .isFalse();
  }

  @Test
  void noiseAloneAndTooShortARunGiveNoWarning() {
    assertThat(in(run(80, i -> 0.3, i -> -0.6, i -> 1)).isWarning()).as("seed %d", seed).isFalse();
    OverOptimisation early = in(run(WINDOW - 1, i -> 0.01 * i, i -> -0.01 * i, i -> 1));
    assertThat(early.isWarning()).isFalse();
    assertThat(early.interactionFollowing()).isEqualTo(Change.NONE);
  }

  @Test
  void rewardsAreComparedAtEqualClips() {
    // The first half of the window holds first clips only, the newest half later, worse ones too.
    List<Observation> run = new ArrayList<>();
    for (int i = 0; i < WINDOW; i++) {
      int clip = i < WINDOW / 2 ? 1 : 1 + i % 2;
      double level = clip == 1 ? 0.9 : 0.1;
      run.add(new Observation(i, clip, level, level, 1, Optional.empty()));
    }
    assertThat(in(run).interactionFollowing().mean()).isCloseTo(0, within(1e-12));
  }

  @Test
  void aJudgeThatSeesLessThanAtBestWarnsWhileTheRewardStillRises() {
    List<Observation> run = run(80, i -> 0.3 + 0.004 * i, i -> -0.6, i -> 1);
    judge(run, 0, 0.2, -0.7);
    judge(run, 40, 0.5, -0.7);
    judge(run, 79, 0.49, -0.7);
    assertThat(in(run).isWarning()).as("seed %d", seed).isFalse();
    judge(run, 79, 0.3, -0.7);
    assertThat(in(run).isWarning()).as("seed %d", seed).isTrue();
    assertThat(in(run).judgedJoint().mean()).isCloseTo(-0.2, within(1e-12));
  }

  @Test
  void framesThatGetWorseThanTheBasesOnHeldOutPlayWarn() {
    List<Observation> run = run(80, i -> 0.3 + 0.004 * i, i -> -0.6, i -> 1);
    judge(run, 0, 0.2, -0.7);
    judge(run, 79, 0.5, -1.2);
    assertThat(in(run).isWarning()).as("seed %d", seed).isTrue();
  }

  @Test
  void aFallWithinTwoStandardErrorsOfTheJudgeIsNone() {
    List<Observation> run = run(80, i -> 0.3 + 0.004 * i, i -> -0.6, i -> 1);
    run.set(40, run.get(40).judgedBy(new HeldOutJudge.Score(0.5, 0.08, -0.7, 0.05, 0.1)));
    run.set(79, run.get(79).judgedBy(new HeldOutJudge.Score(0.3, 0.08, -0.7, 0.05, 0.1)));
    assertThat(in(run).isWarning()).as("seed %d", seed).isFalse();
  }

  @Test
  void aLossThatHasDoubledIsTold() {
    OverOptimisation found = in(run(80, i -> 0.3, i -> -0.6, i -> i < 40 ? 1 : 3));
    assertThat(found.lossRises()).isTrue();
    assertThat(found.metrics()).containsEntry("watch_loss_ratio", found.lossRatio());
  }

  private static OverOptimisation in(List<Observation> run) {
    return OverOptimisation.in(run, WINDOW, TOLERANCE);
  }

  private static void judge(List<Observation> run, int at, double joint, double quality) {
    run.set(at, run.get(at).judgedBy(new HeldOutJudge.Score(joint, 0.01, quality, 0.01, 0.1)));
  }

  /** A run of noisy rewards over four clips, of which later ones are worse. */
  private List<Observation> run(
      int iterations,
      IntToDoubleFunction following,
      IntToDoubleFunction quality,
      IntToDoubleFunction loss) {
    List<Observation> run = new ArrayList<>();
    for (int i = 0; i < iterations; i++) {
      int clip = 1 + i % 4;
      run.add(
          new Observation(
              i + 1,
              clip,
              following.applyAsDouble(i) - 0.1 * clip + 0.005 * random.nextGaussian(),
              quality.applyAsDouble(i) - 0.1 * clip + 0.005 * random.nextGaussian(),
              loss.applyAsDouble(i),
              Optional.empty()));
    }
    return run;
  }
}
