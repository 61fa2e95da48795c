package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.blob.TensorFile;
import io.worldcompass.schemas.config.Config.NftMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainStateTest {
  private final NDManager manager = NDManager.newBaseManager();
  @TempDir Path folder;

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void aStateThatWasSavedGoesOnBitForBitLikeOneThatWasNot() throws IOException {
    List<TrainingGroup> groups = Samples.groups(1, 4, 4);
    TrainStep step = step();
    TrainState middle = TrainIteration.run(step, start(), 1, groups).state();
    Path file = folder.resolve("state.safetensors");
    Safetensors.write(file, middle.tensors(), Map.of("batch_offset", "7"));
    TensorFile saved = Safetensors.read(file);
    Files.delete(file);
    TrainState read = TrainState.read(manager, saved);
    assertThat(saved.metadata()).containsEntry("batch_offset", "7");
    assertThat(read.tensors()).isEqualTo(middle.tensors());
    assertThat(TrainIteration.run(step, read, 2, groups).state().tensors())
        .isEqualTo(TrainIteration.run(step, middle, 2, groups).state().tensors());
  }

  @Test
  void theStartHasEqualWeightsAndNoMoments() {
    TrainState start = start();
    assertThat(start.policy().toFloatArray())
        .isEqualTo(start.theta().toFloatArray())
        .isEqualTo(start.checkpoint().toFloatArray());
    assertThat(start.firstMoment().norm().getFloat()).isZero();
    assertThat(start.secondMoment().norm().getFloat()).isZero();
    assertThat(start.step()).isZero();
  }

  @Test
  void theEnginesOwnCodecReadsWhatWeWriteAndTheOtherWayRound() throws IOException {
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    List<Tensor> tensors = start().tensors();
    Safetensors.write(ours, tensors, Map.of());
    NDList theirs = NDList.decode(manager, ours.toByteArray());
    assertThat(theirs).hasSize(tensors.size());
    for (Tensor tensor : tensors) {
      assertThat(TensorArrays.toTensor(tensor.name(), theirs.get(tensor.name()))).isEqualTo(tensor);
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    theirs.encode(encoded, NDList.Encoding.SAFETENSORS);
    TensorFile back = Safetensors.read(encoded.toByteArray());
    for (Tensor tensor : tensors) {
      assertThat(back.tensor(tensor.name())).isEqualTo(tensor);
    }
  }

  private TrainState start() {
    return TrainState.initial(manager, manager.create(ToyModel.weights(1)));
  }

  private TrainStep step() {
    TrainSettings settings =
        new TrainSettings(
            NftLoss.of(NftMode.DEFAULT, 1),
            AdamW.withDecay(0.01),
            LearningRates.constant(1e-3),
            MovingAverages.PAPER,
            2,
            new NoiseSchedule(4, 5),
            0.5,
            2,
            64,
            3);
    return new TrainStep(new ToyModel(manager, true), new ToyModel(manager, false), settings);
  }
}
