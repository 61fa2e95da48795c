package io.worldcompass.gpu.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VisualQualityModeTest {
  @Test
  void driftIsTheMeanDistanceFromTheFirstFrameEitherWay() {
    assertThat(VisualQualityMode.DRIFT.reward(new double[] {-1.0, -3.0}, -2.0))
        .isCloseTo(-1.0, within(1e-9));
  }

  @Test
  void qualityAndCaptionAreMeans() {
    double[] q = {-1.0, -4.0};
    assertThat(VisualQualityMode.QUALITY.reward(q, 7.0)).isCloseTo(-2.5, within(1e-9));
    assertThat(VisualQualityMode.CAPTION.reward(q, 7.0)).isCloseTo(-2.5, within(1e-9));
  }

  @Test
  void driftIsNeverPositiveAndUnchangedByAShiftOfTheScale() {
    long seed = 8;
    Random random = new Random(seed);
    for (int trial = 0; trial < 200; trial++) {
      double[] q = random.doubles(1 + random.nextInt(8), -5, 5).toArray();
      double first = random.nextDouble(-5, 5);
      double shift = random.nextDouble(-5, 5);
      double[] shifted = java.util.Arrays.stream(q).map(x -> x + shift).toArray();
      double value = VisualQualityMode.DRIFT.reward(q, first);
      assertThat(value).as("seed %d trial %d", seed, trial).isLessThanOrEqualTo(0);
      assertThat(VisualQualityMode.DRIFT.reward(shifted, first + shift))
          .isCloseTo(value, within(1e-9));
    }
  }

  @Test
  void noFramesAndNaNAreRefused() {
    assertThatThrownBy(() -> VisualQualityMode.QUALITY.reward(new double[0], 0))
        .hasMessageContaining("at least one frame");
    assertThatThrownBy(() -> VisualQualityMode.DRIFT.reward(new double[] {1}, Double.NaN))
        .hasMessageContaining("not finite");
  }
}
