package io.worldcompass.gpu.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.Autoencoder;
import io.worldcompass.gpu.nn.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatchBasisTest {
  @Test
  void directionsAreOrthonormalAndOrderedByDeviation() {
    PatchBasis basis = new PatchBasis(frames(), 48, 8, 1);
    double[][] q = basis.directions();
    for (int i = 0; i < q.length; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int k = 0; k < q[i].length; k++) {
          dot += q[i][k] * q[j][k];
        }
        assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-6));
      }
      assertThat(basis.deviation(q[i]))
          .isLessThanOrEqualTo(basis.deviation(q[Math.max(0, i - 1)]) + 1e-6);
    }
  }

  @Test
  void framesOfFewComponentsSurviveTheCodeBeforeTheDecoderIsTrained() {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<byte[]> frames = frames();
      ClipSource source =
          (clips, steps) -> {
            List<Integer> labels = IntStream.range(0, clips * steps).mapToObj(i -> 0).toList();
            return new Recording(frames.subList(0, clips * steps + 1), labels, labels);
          };
      NDArray weights = new AutoencoderTraining(source, 48, 4, 1).fit(manager);
      Parameters p = new Parameters(Autoencoder.layout(), weights, manager);
      NDArray x = Frames.tensor(manager, frames.subList(0, 9), 48, 48);
      NDArray latents = Autoencoder.encode(p, x);
      assertThat(latents.square().mean().getFloat()).isCloseTo(1f, within(0.2f));
      assertThat(Autoencoder.decode(p, latents).sub(x).abs().max().getFloat()).isLessThan(0.02f);
    }
  }

  /** Every patch is of one colour and one slope: six components in all. */
  private static List<byte[]> frames() {
    Random random = new Random(5);
    List<byte[]> frames = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      byte[] frame = new byte[3 * 48 * 48];
      double[] level = random.doubles(3 * 36, 60, 190).toArray();
      double[] slope = random.doubles(3 * 36, -7, 7).toArray();
      for (int i = 0; i < frame.length; i++) {
        int x = i % 48;
        int y = i / 48 % 48;
        int patch = i / (48 * 48) * 36 + y / 8 * 6 + x / 8;
        frame[i] = (byte) Math.round(level[patch] + slope[patch] * (x % 8 - 3.5));
      }
      frames.add(frame);
    }
    return frames;
  }
}
