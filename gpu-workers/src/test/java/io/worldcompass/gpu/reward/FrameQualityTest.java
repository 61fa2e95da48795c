package io.worldcompass.gpu.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.worldcompass.schemas.blob.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameQualityTest {
  private static final int SIZE = 48;

  @Test
  void cleanPicturesAreToldFromBlurredNoisyAndPixelatedOnes() {
    FrameQuality quality = FrameQuality.fit(pictures(300, 1), SIZE, SIZE);
    List<float[]> clean = pictures(100, 2);
    for (Degradation degradation :
        List.of(Degradation.BLUR, Degradation.NOISE, Degradation.PIXELATION, Degradation.TORN)) {
      assertThat(quality.separation(clean, SIZE, SIZE, degradation, 3))
          .as(degradation.name())
          .isGreaterThan(0.8);
    }
  }

  @Test
  void everyDamageKeepsPixelsInRangeAndRepeatsWithItsSeed() {
    float[] frame = pictures(1, 4).get(0);
    for (Degradation degradation : Degradation.values()) {
      float[] once = degradation.apply(frame, SIZE, SIZE, new Random(5));
      assertThat(degradation.apply(frame, SIZE, SIZE, new Random(5))).isEqualTo(once);
      assertThat(once).isNotEqualTo(frame);
      for (float value : once) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void aStoredFitGivesTheSameQualities() throws IOException {
    FrameQuality fitted = FrameQuality.fit(pictures(200, 6), SIZE, SIZE);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Safetensors.write(file, List.of(fitted.toTensor()), Map.of("seed", "6"));
    FrameQuality read = FrameQuality.of(Safetensors.read(file.toByteArray()));
    float[] frame = pictures(1, 7).get(0);
    assertThat(read.quality(frame, SIZE, SIZE))
        .isCloseTo(fitted.quality(frame, SIZE, SIZE), within(1e-12));
  }

  @Test
  void aFitOnTooFewFramesIsRefused() {
    assertThatThrownBy(() -> FrameQuality.fit(pictures(10, 8), SIZE, SIZE))
        .hasMessageContaining("got 10");
  }

  @Test
  void areaUnderTheCurveIsTheShareOfPairsInTheRightOrder() {
    assertThat(Separation.auc(new double[] {2, 3}, new double[] {0, 1})).isEqualTo(1);
    assertThat(Separation.auc(new double[] {0, 1}, new double[] {0, 1})).isEqualTo(0.5);
    assertThat(Separation.auc(new double[] {0}, new double[] {1, 2})).isEqualTo(0);
  }

  /** Random smooth colours with a few edges. */
  private static List<float[]> pictures(int count, long seed) {
    Random random = new Random(seed);
    List<float[]> pictures = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      float[] picture = new float[3 * SIZE * SIZE];
      double[] phase = random.doubles(12, 0, 2 * Math.PI).toArray();
      double edge = SIZE * (0.25 + 0.5 * random.nextDouble());
      for (int i = 0; i < picture.length; i++) {
        int c = i / (SIZE * SIZE);
        int x = i % SIZE;
        int y = i / SIZE % SIZE;
        double wave = Math.sin(0.3 * x + phase[c]) + Math.sin(0.23 * y + 0.1 * x + phase[3 + c]);
        double fine = Math.sin(0.8 * x + phase[6 + c]) * Math.sin(0.7 * y + phase[9 + c]);
        picture[i] = (float) (0.5 + 0.12 * wave + 0.1 * fine + (y + 0.3 * x > edge ? 0.1 : -0.1));
      }
      pictures.add(picture);
    }
    return pictures;
  }
}
