package io.worldcompass.gpu.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.reward.BuiltInWeights;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.Motion;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardPretrainingTest {
  private static final int SIZE = 48;
  @TempDir Path directory;

  @Test
  void theSameSeedAndDataMakeTheSameFileAndItSaysWhereItComesFrom() throws IOException {
    for (BuiltInWeights which :
        List.of(BuiltInWeights.REWARD_MOTION, BuiltInWeights.JUDGE_MOTION)) {
      byte[] once = train(which);
      assertThat(train(which)).as(which.name()).isEqualTo(once);
      TensorFile file = Safetensors.read(once);
      assertThat(file.metadata())
          .containsEntry("seed", "4")
          .containsEntry("data", "noise")
          .containsEntry("steps", "2")
          .containsKey(InverseDynamics.JOINT);
      try (NDManager manager = NDManager.newBaseManager();
          InverseDynamics model = InverseDynamics.of(manager, file)) {
        assertThat(model.jointOnRealClips()).isBetween(0.0, 1.0);
      }
    }
  }

  private byte[] train(BuiltInWeights which) throws IOException {
    Random random = new Random(1);
    new RewardPretraining(directory, 4, (part, done, message) -> {})
        .motion(which, steps -> walk(random, steps), (clips, steps) -> still(), "noise", 2);
    return Files.readAllBytes(directory.resolve(which.file()));
  }

  private static MotionWalk walk(Random random, int steps) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      byte[] frame = new byte[3 * SIZE * SIZE];
      random.nextBytes(frame);
      frames.add(frame);
    }
    List<Motion> motions = Collections.nCopies(steps, new Motion(1, 0, 0, 0, 0));
    return new MotionWalk(frames, motions, motions);
  }

  private static Recording still() {
    List<Integer> labels = Collections.nCopies(4, 0);
    return new Recording(Collections.nCopies(5, new byte[3 * SIZE * SIZE]), labels, labels);
  }
}
