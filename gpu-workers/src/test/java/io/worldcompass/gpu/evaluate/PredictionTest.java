package io.worldcompass.gpu.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class PredictionTest {
  private static final int STEPS = 4;

  /** Grey frames, one level a step, under one command a clip. */
  private static ClipSource play(IntUnaryOperator levels, List<Integer> commands) {
    Random random = new Random(1);
    return (clips, steps) -> {
      List<byte[]> frames = new ArrayList<>();
      for (int step = 0; step <= clips * steps; step++) {
        byte[] frame = new byte[3 * 48 * 48];
        Arrays.fill(frame, (byte) levels.applyAsInt(step));
        frames.add(frame);
      }
      int label = commands.get(random.nextInt(commands.size()));
      List<Integer> labels = Collections.nCopies(clips * steps, label);
      return new Recording(frames, labels, labels);
    };
  }

  private static Prediction measure(ClipSource play) throws IOException {
    try (NDManager manager = NDManager.newBaseManager();
        FlowModel model = FlowModel.shipped(manager, false)) {
      return Prediction.measure(model, new NoiseSchedule(2, 3), play, 16, 7);
    }
  }

  @Test
  void aModelThatStandsStillGainsNothingOverTheRepeatedFrame() {
    try (NDManager manager = NDManager.newBaseManager();
        StillModel model = new StillModel(manager)) {
      Prediction still =
          Prediction.measure(
              model, new NoiseSchedule(1, 1), play(step -> 100 + 10 * step, List.of(0, 9)), 20, 7);

      assertThat(still.clips()).isEqualTo(20);
      assertThat(still.gain()).isCloseTo(0, within(1e-6));
      assertThat(still.listening()).isCloseTo(0, within(1e-6));
      for (int step = 0; step < STEPS; step++) {
        assertThat(still.repeated().get(step)).isCloseTo(10 * (step + 1) / 255.0, within(1e-5));
        assertThat(still.generated().get(step)).isCloseTo(10 * (step + 1) / 255.0, within(1e-5));
      }
    }
  }

  @Test
  void theGainIsWhatTheModelIsBetterThanTheRepeatedFrame() throws IOException {
    Prediction still = measure(play(step -> 100, List.of(0)));

    double generated =
        still.generated().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertThat(still.repeated()).containsOnly(0.0);
    assertThat(generated).isPositive();
    assertThat(still.gain()).isCloseTo(-generated, within(1e-6));
    assertThat(still.gainError()).isPositive();
  }

  @Test
  void otherCommandsAreHeardOnlyWhereThereAreOthers() throws IOException {
    assertThat(measure(play(step -> 100, List.of(9))).listening()).isZero();
    Prediction turning = measure(play(step -> 100, List.of(0, 1, 2, 9)));
    assertThat(turning.otherCommands()).isNotEqualTo(turning.generated());
  }
}
