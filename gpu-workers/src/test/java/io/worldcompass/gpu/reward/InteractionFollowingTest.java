package io.worldcompass.gpu.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.worldcompass.schemas.Action;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InteractionFollowingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyGoldenTrajectoryScoresAsTheReference() throws IOException {
    JsonNode cases = golden().get("interaction");
    assertThat(cases).isNotEmpty();
    for (JsonNode each : cases) {
      double[][][] poses = JSON.convertValue(each.get("camera_to_world"), double[][][].class);
      List<Integer> commanded = integers(each.get("truth"));
      List<Motion> motions = CameraPoses.motions(List.of(poses));
      JsonNode expected = each.get("expected");
      for (JsonNode at : expected.get("by_tau")) {
        double tau = at.get("tau").asDouble();
        matches(
            new InteractionFollowing(List.of(tau), each.get("tau_rotation_degrees").asDouble())
                .score(motions, commanded),
            at);
      }
      InteractionFollowing.Score best = InteractionFollowing.POSES.score(motions, commanded);
      assertThat(best.tau()).isEqualTo(expected.get("chosen_tau").asDouble());
      assertThat(best.joint()).isCloseTo(expected.get("joint").asDouble(), within(1e-9));
      assertThat(best.fine()).isCloseTo(expected.get("fine").asDouble(), within(1e-9));
    }
  }

  private static void matches(InteractionFollowing.Score score, JsonNode expected) {
    assertThat(score.labels()).isEqualTo(integers(expected.get("labels")));
    assertThat(score.joint()).isCloseTo(expected.get("joint").asDouble(), within(1e-9));
    assertThat(score.translation()).isCloseTo(expected.get("translation").asDouble(), within(1e-9));
    assertThat(score.rotation()).isCloseTo(expected.get("rotation").asDouble(), within(1e-9));
    assertThat(score.fine()).isCloseTo(expected.get("fine").asDouble(), within(1e-9));
  }

  @Test
  void everyCommandedMotionIsReadAsItsOwnLabelWithASmoothRewardOfOne() {
    List<Integer> labels = IntStream.range(0, Action.LABELS).boxed().toList();
    List<Motion> motions = labels.stream().map(l -> Motion.commanded(Action.ofLabel(l))).toList();
    InteractionFollowing.Score score = InteractionFollowing.STEPS.score(motions, labels);
    assertThat(score.labels()).isEqualTo(labels);
    for (FollowingMode mode : FollowingMode.values()) {
      assertThat(mode.reward(score, motions, labels)).isEqualTo(1.0);
    }
  }

  @Test
  void rewardsStayInUnitRangeAndJointNeverExceedsEitherPart() {
    long seed = 20260212L;
    Random random = new Random(seed);
    for (int trial = 0; trial < 500; trial++) {
      int n = 1 + random.nextInt(16);
      List<Motion> motions = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        motions.add(randomMotion(random));
        labels.add(random.nextInt(Action.LABELS));
      }
      InteractionFollowing.Score score =
          new InteractionFollowing(List.of(0.2, 0.4, 0.6), 0.5).score(motions, labels);
      assertThat(score.joint())
          .as("seed %d trial %d", seed, trial)
          .isLessThanOrEqualTo(Math.min(score.translation(), score.rotation()));
      for (FollowingMode mode : FollowingMode.values()) {
        assertThat(mode.reward(score, motions, labels)).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void smoothRewardRisesAsAMotionComesCloserToTheCommand() {
    List<Integer> forward = List.of(9);
    double previous = 0;
    for (double share = 0; share <= 1; share += 0.125) {
      List<Motion> motion = List.of(new Motion(share, 0, 0, 0, 0));
      InteractionFollowing.Score score = InteractionFollowing.STEPS.score(motion, forward);
      double reward = FollowingMode.SMOOTH.reward(score, motion, forward);
      assertThat(reward).isGreaterThan(previous);
      previous = reward;
    }
  }

  @Test
  void aMissingLabelOrAMotionThatIsNotANumberIsRefused() {
    Motion still = new Motion(0, 0, 0, 0, 0);
    Motion broken = new Motion(Double.NaN, 0, 0, 0, 0);
    assertThatThrownBy(() -> InteractionFollowing.STEPS.score(List.of(still), List.of()))
        .hasMessageContaining("0 labels for 1 motions");
    assertThatThrownBy(() -> InteractionFollowing.STEPS.score(List.of(broken), List.of(0)))
        .hasMessageContaining("not finite");
    assertThatThrownBy(() -> CameraPoses.motions(List.<double[][]>of(new double[4][4])))
        .hasMessageContaining("two poses");
    assertThatThrownBy(() -> CameraPoses.motions(List.of(new double[4][4], new double[4][3])))
        .hasMessageContaining("4x4");
  }

  private static Motion randomMotion(Random random) {
    return new Motion(
        random.nextGaussian(),
        random.nextGaussian(),
        0,
        random.nextGaussian(),
        random.nextGaussian());
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asInt()));
    return values;
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in = InteractionFollowingTest.class.getResourceAsStream("/spec/golden.json")) {
      return JSON.readTree(in);
    }
  }
}
