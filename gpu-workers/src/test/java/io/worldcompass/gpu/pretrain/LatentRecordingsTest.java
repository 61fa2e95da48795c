package io.worldcompass.gpu.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.schemas.Action;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatentRecordingsTest {
  private static final ModelSpec SPEC = FlowModel.SPEC;
  private static final int COMPOSITE = Action.ofSigns(1, 0, 1, 0).label();

  /** A player who presses two things and does the first of them. */
  private static Execution execution(boolean inParts) {
    ClipSource source =
        new ClipSource() {
          @Override
          public Recording next(int clips, int steps) {
            return new Recording(
                Collections.nCopies(clips * steps + 1, new byte[3 * 48 * 48]),
                Collections.nCopies(clips * steps, COMPOSITE),
                Collections.nCopies(clips * steps, Action.ofSigns(1, 0, 0, 0).label()));
          }

          @Override
          public boolean executesInParts() {
            return inParts;
          }
        };
    try (NDManager manager = NDManager.newBaseManager()) {
      LatentRecordings recordings = new LatentRecordings(SPEC);
      recordings.add(manager, source, 1, 2);
      int latent = Math.toIntExact(SPEC.latentShape().size());
      return recordings.copy(
          new Random(1),
          true,
          0,
          new float[SPEC.contextLatents() * latent],
          new float[SPEC.latentsPerClip() * latent],
          new int[SPEC.latentsPerClip()]);
    }
  }

  @Test
  void recordedPlayHasOneWayOfExecutionWhateverTheCameraDid() {
    assertThat(execution(true)).isEqualTo(Execution.FIRST_PART);
    assertThat(execution(false)).isEqualTo(Execution.PLAIN);
  }
}
