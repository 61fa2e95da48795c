package io.worldcompass.gpu.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.gpu.reward.BuiltInWeights;
import io.worldcompass.gpu.reward.FrameQuality;
import io.worldcompass.gpu.reward.HeldOutClips;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.VisualQualityMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final NoiseSchedule ONE_STEP = new NoiseSchedule(1, 1);
  private final FrameQuality quality = FrameQuality.of(BuiltInWeights.FRAME_QUALITY.read());
  private final HeldOutClips views = new HeldOutClips();
  private NDManager manager;
  private InverseDynamics judge;
  private InverseDynamics reward;
  private StillModel model;

  EvaluatorTest() throws IOException {}

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    judge = InverseDynamics.of(manager, BuiltInWeights.JUDGE_MOTION.read());
    reward = InverseDynamics.of(manager, BuiltInWeights.REWARD_MOTION.read());
    model = new StillModel(manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aModelThatStandsStillIsRightWhereNothingWasCommandedAndMatchesThatTruth() {
    SuiteResult result = evaluator(judge).evaluate(model, standing(0), 3, 18, 1);
    assertThat(result.joint()).isEqualTo(1);
    assertThat(result.standardError()).isEqualTo(0);
    assertThat(result.renderError()).isCloseTo(0, within(1e-3));
    assertThat(result.visualQuality()).isCloseTo(0, within(1e-3));
    assertThat(result.jointByClip()).containsExactly(1.0, 1.0, 1.0);
  }

  @Test
  void aModelThatStandsStillFollowsNoCommandToMove() {
    SuiteResult result = evaluator(judge).evaluate(model, standing(11), 2, 4, 1);
    assertThat(result.joint()).isEqualTo(0);
    assertThat(result.fine()).isEqualTo(0);
  }

  @Test
  void theSameSeedGivesTheSameResult() {
    assertThat(evaluator(judge).evaluate(model, standing(9), 2, 5, 7))
        .isEqualTo(evaluator(judge).evaluate(model, standing(9), 2, 5, 7));
  }

  @Test
  void everyHorizonIsMeasuredOnTheFirstClipsOfTheLongest() {
    Map<Integer, SuiteResult> byHorizon =
        evaluator(judge).evaluate(model, moving(), List.of(3, 1, 2), 4, 7, done -> {});
    assertThat(byHorizon.keySet()).containsExactly(1, 2, 3);
    SuiteResult longest = byHorizon.get(3);
    assertThat(longest).isEqualTo(evaluator(judge).evaluate(model, moving(), 3, 4, 7));
    assertThat(byHorizon.get(1).joint()).isEqualTo(longest.jointByClip().get(0)).isEqualTo(1);
    assertThat(byHorizon.get(2).joint()).isEqualTo(0.5);
    assertThat(longest.joint()).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(byHorizon.get(2).renderError())
        .isCloseTo(
            (longest.renderErrorByClip().get(0) + longest.renderErrorByClip().get(1)) / 2,
            within(1e-9));
  }

  /** Still in the first clip, moving in the second, still again; the view stays. */
  private ClipSource moving() {
    return (clips, steps) -> {
      Recording still = standing(0).next(clips, steps);
      List<Integer> labels = new ArrayList<>(still.commanded());
      Collections.fill(
          labels.subList(Math.min(steps, labels.size()), Math.min(2 * steps, labels.size())), 9);
      return new Recording(still.frames(), labels, labels);
    };
  }

  @Test
  void theProgressCountsScenariosUpToTheLast() {
    List<Integer> done = new ArrayList<>();
    evaluator(judge).evaluate(model, standing(0), List.of(1), 18, 1, done::add);
    assertThat(done).containsExactly(16, 18);
  }

  @Test
  void aJudgeThatIsTheRewardModelIsRefused() {
    assertThatThrownBy(() -> evaluator(reward)).hasMessageContaining("cannot judge itself");
  }

  @Test
  void aHorizonOfNoClipsAndNoScenariosAreRefused() {
    assertThatThrownBy(() -> evaluator(judge).evaluate(model, standing(0), 0, 4, 1))
        .hasMessageContaining("at least 1 clip");
    assertThatThrownBy(() -> evaluator(judge).evaluate(model, standing(0), 1, 0, 1))
        .hasMessageContaining("at least 1 clip and 1 scenario");
  }

  @Test
  void aComparisonShowsTheTruthAndEveryCandidateOfBothModels() {
    List<ContactSheet.Block> blocks =
        new Comparison(judge, ONE_STEP, 2)
            .blocks(
                List.of(
                    new Comparison.Shown(FilmStrip.Kind.BEFORE, "before", model),
                    new Comparison.Shown(FilmStrip.Kind.AFTER, "after", model)),
                List.of(standing(0).next(1, 4)),
                3);
    assertThat(blocks).hasSize(1);
    assertThat(blocks.get(0).strips())
        .extracting(FilmStrip::kind)
        .containsExactly(
            FilmStrip.Kind.TRUE_VIEW,
            FilmStrip.Kind.BEFORE,
            FilmStrip.Kind.BEFORE,
            FilmStrip.Kind.AFTER,
            FilmStrip.Kind.AFTER);
    FilmStrip before = blocks.get(0).strips().get(1);
    assertThat(before.note()).contains("4 of 4 steps right", "sees mostly: stand still");
    assertThat(before.followed()).containsExactly(true, true, true, true);
    assertThat(blocks.get(0).strips().get(0).followed()).as("nobody judges the truth").isEmpty();
  }

  private Evaluator evaluator(InverseDynamics by) {
    return new Evaluator(by, reward, quality, VisualQualityMode.DRIFT, ONE_STEP);
  }

  /** Scenarios of a real view that stays, under one command. */
  private ClipSource standing(int label) {
    AtomicInteger next = new AtomicInteger();
    return (clips, steps) -> {
      byte[] frame = views.planar(next.getAndIncrement() % HeldOutClips.CLIPS);
      List<Integer> labels = Collections.nCopies(clips * steps, label);
      return new Recording(Collections.nCopies(clips * steps + 1, frame), labels, labels);
    };
  }
}
