package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DoomPoseTest {
  private static DoomPose at(double x, double y, double angle) {
    return new DoomPose(x, y, angle, true, 1, 1);
  }

  private static void assertMove(Tick move, double forward, double side, double yaw) {
    assertThat(move.forward()).isCloseTo(forward, within(1e-9));
    assertThat(move.side()).isCloseTo(side, within(1e-9));
    assertThat(move.yawDegrees()).isCloseTo(yaw, within(1e-9));
  }

  @Test
  void movesAreInTheViewsAxesAndSharesOfFullSpeed() {
    assertMove(at(0, 0, 0).to(at(50.0 / 3, 0, 0)), 1, 0, 0);
    assertMove(at(0, 0, 90).to(at(0, 50.0 / 3, 90)), 1, 0, 0);
    assertMove(at(0, 0, 90).to(at(25.0 / 3, 0, 90)), 0, 0.5, 0);
  }

  @Test
  void anglesGrowToTheLeftAndTurnsToTheRightAreCountedAcrossZero() {
    assertMove(at(0, 0, 90).to(at(0, 0, 80)), 0, 0, 10);
    assertMove(at(0, 0, 355).to(at(0, 0, 5)), 0, 0, -10);
    assertMove(at(0, 0, 5).to(at(0, 0, 355)), 0, 0, 10);
  }
}
