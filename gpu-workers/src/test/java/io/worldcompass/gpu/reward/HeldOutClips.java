package io.worldcompass.gpu.reward;

import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.blob.TensorFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Twelve real clips of the simulated game that no model was trained on: 4 steps of one action. */
public final class HeldOutClips {
  /** Number of clips. */
  public static final int CLIPS = 12;

  static final int STEPS = 4;
  private static final int FRAME = 48 * 48 * 3;
  private final byte[] frames;
  private final int[] labels;

  public HeldOutClips() throws IOException {
    try (InputStream in = HeldOutClips.class.getResourceAsStream("/clips/held-out.safetensors")) {
      TensorFile file = Safetensors.read(in.readAllBytes());
      frames = file.tensor("frames").bytes();
      labels = file.tensor("labels").ints();
    }
  }

  /** The commanded label of every step. */
  List<Integer> labels(int clip) {
    List<Integer> steps = new ArrayList<>();
    for (int s = 0; s < STEPS; s++) {
      steps.add(labels[clip]);
    }
    return steps;
  }

  /** uint8 [48,48,3], the frame before the clip. */
  Tensor previous(int clip) {
    return tensor(clip * (STEPS + 1), 1, 48, 48, 3);
  }

  /** The frame before the clip, planar RGB. */
  public byte[] planar(int clip) {
    byte[] planar = new byte[FRAME];
    for (int i = 0; i < FRAME; i++) {
      planar[i % 3 * (FRAME / 3) + i / 3] = frames[clip * (STEPS + 1) * FRAME + i];
    }
    return planar;
  }

  /** uint8 [4,48,48,3]. */
  Tensor frames(int clip) {
    return tensor(clip * (STEPS + 1) + 1, STEPS, STEPS, 48, 48, 3);
  }

  private Tensor tensor(int from, int count, long... shape) {
    byte[] bytes = Arrays.copyOfRange(frames, from * FRAME, (from + count) * FRAME);
    return Tensor.ofBytes("frames", bytes, shape);
  }
}
