package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.Action;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionLabelerTest {
  private static Action label(double forward, double side, double yaw, double pitch) {
    return ActionLabeler.label(new Sums(forward, side, yaw, pitch), 16, ClipRules.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "5.6, 0, 0, 0, 9", "5.59, 0, 0, 0, 0", "-5.6, 0, 0, 0, 18", "0, 5.6, 0, 0, 27",
    "0, -5.6, 0, 0, 36", "16, 16, 0, 0, 45", "16, -16, 0, 0, 54", "-16, 16, 0, 0, 63",
    "-16, -16, 0, 0, 72", "0, 0, 2, 0, 1", "0, 0, 1.99, 0, 0", "0, 0, -2, 0, 2",
    "0, 0, 0, 2, 3", "0, 0, 0, -2, 4", "0, 0, 5, 5, 5", "0, 0, 5, -5, 6",
    "0, 0, -5, 5, 7", "0, 0, -5, -5, 8", "14.2, 0, -31, 0, 11", "-8, -8, -3, -3, 80"
  })
  void sumsOfSixteenTicksGiveTheLabelOfSpecS6(
      double forward, double side, double yaw, double pitch, int label) {
    assertThat(label(forward, side, yaw, pitch).label()).isEqualTo(label);
  }

  @Test
  void aMeanThatStandsOnTheThresholdSetsTheAxisForAnyLength() {
    for (int ticks = 1; ticks < 200; ticks++) {
      Sums sums = Sums.of(Collections.nCopies(ticks, new Tick(0.35, -0.35, 0.125, -0.125)));
      assertThat(ActionLabeler.label(sums, ticks, ClipRules.DEFAULT))
          .as("%d ticks", ticks)
          .isEqualTo(Action.ofSigns(1, -1, 1, -1));
      Sums below = Sums.of(Collections.nCopies(ticks, new Tick(0.349, -0.349, 0.124, -0.124)));
      assertThat(ActionLabeler.label(below, ticks, ClipRules.DEFAULT).label()).isZero();
    }
  }

  @Test
  void oppositesCancel() {
    Sums sums =
        Sums.of(
            java.util.List.of(
                new Tick(1, -1, 3, -3), new Tick(-1, 1, -3, 3), new Tick(0.1, 0, 0, 0)));

    assertThat(sums).isEqualTo(new Sums(0.1, 0, 0, 0));
    assertThat(ActionLabeler.label(sums, 3, ClipRules.DEFAULT).label()).isZero();
  }
}
