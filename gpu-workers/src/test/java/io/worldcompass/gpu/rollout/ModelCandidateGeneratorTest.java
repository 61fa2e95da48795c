package io.worldcompass.gpu.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.Autoencoder;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.Tensor;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reaches the model of what was seen before a scenario began. */
class ModelCandidateGeneratorTest {
  private static final int FRAME = 48 * 48 * 3;
  private static final NoiseSchedule SCHEDULE = new NoiseSchedule(2, 3);

  private final NDManager manager = NDManager.newBaseManager();
  private final ModelCandidateGenerator generator =
      new ModelCandidateGenerator(manager, model(), SCHEDULE);

  private FlowModel model() {
    return new FlowModel(
        manager,
        manager.create(Autoencoder.layout().initial(1)),
        manager.create(FlowModel.networkLayout().initial(2)),
        false);
  }

  @AfterEach
  void close() {
    generator.close();
    manager.close();
  }

  private static RolloutTask task(int clipIndex) {
    ActionClip forward = new ActionClip(0L, 15L, 9, List.of(9), 16.0, 0.0, 0.0, 0.0);
    return RolloutTask.newBuilder()
        .setPrefixId("prefix")
        .setScenarioId("scenario")
        .setIteration(1)
        .setClipIndex(clipIndex)
        .setGroupSize(2)
        .setSeed(5)
        .setLeastPolicyVersion(0)
        .setPrompt("")
        .setObservation(new TensorRef("0".repeat(64), "observation", List.of()))
        .setClips(List.of(forward, forward))
        .setIssuedAt(Instant.EPOCH)
        .build();
  }

  private static Tensor clip(int frames) {
    byte[] pixels = new byte[frames * FRAME];
    new Random(3).nextBytes(pixels);
    return Tensor.ofBytes("observation", pixels, frames, 48, 48, 3);
  }

  private static Tensor frame(Tensor clip, int index) {
    byte[] pixels = Arrays.copyOfRange(clip.bytes(), index * FRAME, (index + 1) * FRAME);
    return Tensor.ofBytes("observation", pixels, 48, 48, 3);
  }

  private Tensor latents(Tensor observation) {
    NDArray frames = Pictures.planar(manager, observation);
    return TensorArrays.toTensor("context", Autoencoder.encode(frames));
  }

  @Test
  void aShortClipIsTheContextOfTheFirstClipFrameByFrame() {
    Tensor clip = clip(2);

    GeneratedGroup group = generator.generate(task(1), clip);

    assertThat(group.context()).isEqualTo(latents(clip));
    assertThat(group.previousFrame()).isEqualTo(frame(clip, 1));
    assertThat(group.firstFrame()).isEqualTo(frame(clip, 1));
  }

  @Test
  void ofALongerClipTheLastFramesAreTheContext() {
    Tensor clip = clip(4);

    GeneratedGroup group = generator.generate(task(1), clip);

    byte[] lastTwo = Arrays.copyOfRange(clip.bytes(), 2 * FRAME, 4 * FRAME);
    assertThat(group.context())
        .isEqualTo(latents(Tensor.ofBytes("observation", lastTwo, 2, 48, 48, 3)));
  }

  @Test
  void aSingleFrameIsAClipThatStandsStill() {
    Tensor frame = frame(clip(1), 0);
    byte[] twice = new byte[2 * FRAME];
    System.arraycopy(frame.bytes(), 0, twice, 0, FRAME);
    System.arraycopy(frame.bytes(), 0, twice, FRAME, FRAME);

    GeneratedGroup alone = generator.generate(task(2), frame);
    GeneratedGroup still =
        generator.generate(task(2), Tensor.ofBytes("observation", twice, 2, 48, 48, 3));

    assertThat(alone.candidates()).isEqualTo(still.candidates());
    assertThat(alone.context()).isEqualTo(still.context());
  }

  @Test
  void whatWasSeenBeforeChangesWhatIsGenerated() {
    Tensor clip = clip(2);

    GeneratedGroup moving = generator.generate(task(1), clip);
    GeneratedGroup standing = generator.generate(task(1), frame(clip, 1));

    assertThat(moving.candidates().get(0).latents())
        .isNotEqualTo(standing.candidates().get(0).latents());
  }

  @Test
  void framesOfAnotherSizeAreRefused() {
    Tensor small = Tensor.ofBytes("observation", new byte[2 * 24 * 24 * 3], 2, 24, 24, 3);

    assertThatThrownBy(() -> generator.generate(task(1), small))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a uint8 tensor [48, 48, 3], or several such frames");
  }

  @Test
  void wholeRolloutsBeginBehindTheClipToo() {
    Tensor clip = clip(2);

    try (WholeRollouts rollouts = new WholeRollouts(manager, model(), SCHEDULE)) {
      WholeRollouts.Group group = rollouts.generate(task(2), clip);

      assertThat(group.candidates())
          .hasSize(2)
          .allSatisfy(
              candidate -> {
                assertThat(candidate.contexts().get(0)).isEqualTo(latents(clip));
                assertThat(candidate.frames().shape()).containsExactly(8, 48, 48, 3);
              });
    }
  }
}
