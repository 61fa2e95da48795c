package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.Autoencoder;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Recorded play as latents, from which clips and the latents before them are drawn. */
final class LatentRecordings {
  @SuppressWarnings("ArrayRecordComponent") // large, and never leaves this class
  private record Walk(float[][] latents, int[] labels, int[] executed, boolean inParts) {}

  private final ModelSpec spec;
  private final List<Walk> walks = new ArrayList<>();

  LatentRecordings(ModelSpec spec) {
    this.spec = spec;
  }

  /** Encodes and adds recordings of the given number of clips. */
  void add(NDManager manager, ClipSource source, int count, int clips) {
    for (int i = 0; i < count; i++) {
      Recording recording = source.next(clips, spec.latentsPerClip());
      try (NDManager scope = manager.newSubManager()) {
        NDArray frames =
            Frames.tensor(scope, recording.frames(), spec.frameHeight(), spec.frameWidth());
        walks.add(
            new Walk(
                Frames.rows(Autoencoder.encode(frames)).toArray(float[][]::new),
                recording.commanded().stream().mapToInt(Integer::intValue).toArray(),
                recording.executed().stream().mapToInt(Integer::intValue).toArray(),
                source.executesInParts()));
      }
    }
  }

  /**
   * Draws a clip into row {@code row} of the arrays.
   *
   * @param first whether the context repeats one latent, as before a scenario's first clip
   * @return how the clip's command was executed
   */
  Execution copy(
      Random random, boolean first, int row, float[] context, float[] clip, int[] labels) {
    Walk walk = walks.get(random.nextInt(walks.size()));
    int length = spec.latentsPerClip();
    int at = length * random.nextInt(walk.labels.length / length);
    int size = walk.latents[0].length;
    int k = spec.contextLatents();
    for (int c = 0; c < k; c++) {
      int from = first ? at : Math.max(0, at - (k - 1 - c));
      System.arraycopy(walk.latents[from], 0, context, (row * k + c) * size, size);
    }
    for (int l = 0; l < length; l++) {
      System.arraycopy(walk.latents[at + 1 + l], 0, clip, (row * length + l) * size, size);
      labels[row * length + l] = walk.labels[at + l];
    }
    return walk.inParts
        ? Execution.of(Action.ofLabel(walk.labels[at]), Action.ofLabel(walk.executed[at]))
        : Execution.PLAIN;
  }
}
