package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes to tensors: planar 8-bit frames to float32 in [0,1]. */
final class Frames {
  private Frames() {}

  /** [N,3,height,width] of N frames. */
  static NDArray tensor(NDManager manager, List<byte[]> frames, int height, int width) {
    int size = 3 * height * width;
    float[] values = new float[frames.size() * size];
    int at = 0;
    for (byte[] frame : frames) {
      for (byte value : frame) {
        values[at++] = (value & 0xff) / 255f;
      }
    }
    return manager.create(values, new Shape(frames.size(), 3, height, width));
  }

  /** The values of each row of [N,...]. */
  static List<float[]> rows(NDArray array) {
    float[] values = array.toFloatArray();
    int rows = Math.toIntExact(array.getShape().get(0));
    int size = values.length / rows;
    List<float[]> result = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      result.add(Arrays.copyOfRange(values, i * size, (i + 1) * size));
    }
    return result;
  }
}
