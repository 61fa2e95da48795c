package io.worldcompass.gpu.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rewarder.GroupScorer.GroupClips;
import io.worldcompass.gpu.rewarder.GroupScorer.Score;
import io.worldcompass.schemas.blob.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScorersTest {
  private static NDManager manager;
  private static HeldOutClips clips;

  @BeforeAll
  static void open() throws IOException {
    manager = NDManager.newBaseManager();
    clips = new HeldOutClips();
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  @Test
  void realClipsFollowTheirOwnCommandsByRewardModelAndJudge() {
    for (BuiltInWeights which :
        List.of(BuiltInWeights.REWARD_MOTION, BuiltInWeights.JUDGE_MOTION)) {
      double joint = 0;
      try (GroupScorer scorer = scorer(which, FollowingMode.JOINT)) {
        for (int clip = 0; clip < HeldOutClips.CLIPS; clip++) {
          joint += scorer.score(group(clip, clips.frames(clip))).get(0).value();
        }
      }
      assertThat(joint / HeldOutClips.CLIPS).as(which.name()).isGreaterThan(0.9);
    }
  }

  @Test
  void shippedModelsSayHowAccurateTheyAreOnRealClips() {
    for (BuiltInWeights which :
        List.of(BuiltInWeights.REWARD_MOTION, BuiltInWeights.JUDGE_MOTION)) {
      try (InverseDynamics model = InverseDynamics.of(manager, which.read())) {
        assertThat(model.jointOnRealClips()).isBetween(0.9, 1.0);
        assertThat(model.version()).contains("held-out real clips");
      }
    }
  }

  @Test
  void theJudgeIsNotTheRewardModel() {
    try (InverseDynamics reward = InverseDynamics.of(manager, BuiltInWeights.REWARD_MOTION.read());
        InverseDynamics judge = InverseDynamics.of(manager, BuiltInWeights.JUDGE_MOTION.read())) {
      assertThat(judge.isSame(reward)).isFalse();
      assertThat(judge.name()).isNotEqualTo(reward.name());
      assertThat(judge.isSame(judge)).isTrue();
    }
  }

  @Test
  void aCandidatesScoreDoesNotDependOnTheOthersOfItsGroup() {
    for (FollowingMode mode : FollowingMode.values()) {
      try (GroupScorer scorer = scorer(BuiltInWeights.REWARD_MOTION, mode)) {
        List<Score> together = scorer.score(group(0, clips.frames(0), clips.frames(1)));
        Score alone = scorer.score(group(0, clips.frames(1))).get(0);
        assertThat(together.get(1).value()).isCloseTo(alone.value(), within(1e-5));
        assertThat(together.get(0).value()).isGreaterThan(together.get(1).value());
        assertThat(alone.details()).containsKeys("joint", "fine", "smooth");
      }
    }
  }

  @Test
  void framesOfAnotherShapeAreRefused() {
    Tensor small = Tensor.ofBytes("frames", new byte[4 * 24 * 24 * 3], 4, 24, 24, 3);
    Tensor grey = Tensor.ofBytes("frames", new byte[4 * 48 * 48], 4, 48, 48, 1);
    try (GroupScorer following = scorer(BuiltInWeights.REWARD_MOTION, FollowingMode.FINE);
        GroupScorer quality = QualityScorer.builtIn(VisualQualityMode.QUALITY)) {
      assertThatThrownBy(() -> following.score(group(0, small)))
          .hasMessageContaining("[B,F,3,48,48]");
      assertThatThrownBy(() -> following.score(group(0, clips.frames(0), small)))
          .hasMessageContaining("differ in shape");
      assertThatThrownBy(() -> quality.score(group(0, grey))).hasMessageContaining("[F,H,W,3]");
    }
  }

  @Test
  void damagedFramesScoreBelowRealOnesInQualityAndDrift() {
    for (VisualQualityMode mode : List.of(VisualQualityMode.DRIFT, VisualQualityMode.QUALITY)) {
      try (GroupScorer scorer = QualityScorer.builtIn(mode)) {
        double real = 0;
        double noisy = 0;
        for (int clip = 0; clip < HeldOutClips.CLIPS; clip++) {
          Tensor frames = clips.frames(clip);
          List<Score> scores = scorer.score(group(clip, frames, checkered(frames)));
          real += scores.get(0).value();
          noisy += scores.get(1).value();
        }
        assertThat(noisy).as(mode.name()).isLessThan(real - HeldOutClips.CLIPS);
        assertThat(scorer.version()).contains("AUC").contains(mode.name());
      }
    }
  }

  @Test
  void captionModeIsRefusedByAModelThatReadsNoPrompts() {
    assertThatThrownBy(() -> QualityScorer.builtIn(VisualQualityMode.CAPTION))
        .hasMessageContaining("reads no prompts");
  }

  private static FollowingScorer scorer(BuiltInWeights which, FollowingMode mode) {
    return new FollowingScorer(manager, InverseDynamics.of(manager, which.read()), mode);
  }

  private static GroupClips group(int clip, Tensor... candidates) {
    return new GroupClips(
        "a room",
        clips.labels(clip),
        clips.previous(clip),
        clips.previous(clip),
        List.of(candidates));
  }

  /** A pattern of single pixels laid over the frames. */
  private static Tensor checkered(Tensor frames) {
    byte[] bytes = frames.bytes();
    for (int i = 0; i < bytes.length; i++) {
      int pixel = i / 3;
      int offset = (pixel + pixel / 48) % 2 == 0 ? 12 : -12;
      bytes[i] = (byte) Math.max(0, Math.min(255, (bytes[i] & 0xff) + offset));
    }
    return Tensor.ofBytes("frames", bytes, frames.shape());
  }
}
