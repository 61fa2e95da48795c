package io.worldcompass.gpu.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.nn.WeightsFile;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {
  @TempDir Path directory;

  @Test
  void bothPartsWriteWeightsThatSayWhereTheyComeFrom() throws IOException {
    List<String> parts = new ArrayList<>();
    Pretraining pretraining =
        new Pretraining(directory, 3, (part, done, message) -> parts.add(part));
    pretraining.autoencoder(noisySource(), "noise", 2);
    pretraining.base(noisySource(), "noise", 2);
    assertThat(parts).contains("autoencoder", "base");
    TensorFile file = Safetensors.read(directory.resolve(Pretraining.BASE_FILE));
    assertThat(file.metadata())
        .containsEntry("seed", "3")
        .containsEntry("data", "noise")
        .containsEntry("steps", "2");
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray weights = WeightsFile.read(manager, FlowModel.networkLayout(), file);
      assertThat(weights.size()).isEqualTo(FlowModel.networkLayout().size());
      assertThat(weights.norm().getFloat()).isFinite().isPositive();
    }
  }

  private static ClipSource noisySource() {
    Random random = new Random(1);
    return (clips, steps) -> {
      List<byte[]> frames = new ArrayList<>();
      for (int i = 0; i <= clips * steps; i++) {
        byte[] frame = new byte[3 * 48 * 48];
        random.nextBytes(frame);
        frames.add(frame);
      }
      List<Integer> labels = Collections.nCopies(clips * steps, 9);
      return new Recording(frames, labels, labels);
    };
  }
}
