package io.worldcompass.producers.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.worldcompass.schemas.Action;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoseTest {
  @Test
  void relativePosesCarryTheSignsOfSpecS7() {
    Random random = new Random(11);
    for (int label = 0; label < Action.LABELS; label++) {
      Action action = Action.ofLabel(label);
      Pose before = new Pose(3, 4, 360 * random.nextDouble(), 40 * random.nextDouble() - 20);
      double[] rel = relative(before.toMatrix(), before.step(action).toMatrix());
      double length = Math.hypot(Math.hypot(rel[3], rel[7]), rel[11]);
      assertThat(sign(rel[11], 0.5 * length)).isEqualTo(action.forward());
      assertThat(sign(rel[3], 0.5 * length)).isEqualTo(action.right());
      double yaw = Math.atan2(-rel[8], Math.hypot(rel[0], rel[4]));
      double pitch = Math.atan2(rel[9], rel[10]);
      assertThat(sign(Math.toDegrees(yaw), 0.5)).isEqualTo(action.yaw());
      assertThat(sign(Math.toDegrees(pitch), 0.5)).isEqualTo(action.pitch());
    }
  }

  @Test
  void aStepMovesByTheDocumentedAmounts() {
    Pose pose = new Pose(1, 1, 0, 0).step(Action.ofSigns(1, -1, 1, -1));
    assertThat(pose.x()).isCloseTo(0.7, within(1e-12));
    assertThat(pose.z()).isCloseTo(1.3, within(1e-12));
    assertThat(pose.yaw()).isEqualTo(6);
    assertThat(pose.pitch()).isEqualTo(-5);
  }

  private static int sign(double value, double threshold) {
    return Math.abs(value) <= Math.max(threshold, 1e-9) ? 0 : (int) Math.signum(value);
  }

  /** inv(a) * b of rigid transforms. */
  private static double[] relative(double[] a, double[] b) {
    double[] rel = new double[16];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        for (int k = 0; k < 3; k++) {
          rel[4 * i + j] += a[4 * k + i] * (b[4 * k + j] - (j == 3 ? a[4 * k + 3] : 0));
        }
      }
    }
    return rel;
  }
}
