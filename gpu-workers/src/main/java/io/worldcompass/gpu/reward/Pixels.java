package io.worldcompass.gpu.reward;

import io.worldcompass.schemas.blob.Tensor;
import java.util.Arrays;

/** 8-bit frames [H,W,3] or [F,H,W,3] as floats in [0,1], planar as the models want them. */
final class Pixels {
  private Pixels() {}

  /**
   * Planar values of all frames, one after the other: F x 3 x H x W.
   *
   * @throws IllegalArgumentException when the tensor is not uint8 [F,H,W,3] or [H,W,3]
   */
  static float[] planar(Tensor frames) {
    long[] shape = frames.shape();
    if (shape.length < 3 || shape.length > 4 || shape[shape.length - 1] != 3) {
      throw new IllegalArgumentException(
          "frames must be [F,H,W,3] or [H,W,3], got " + Arrays.toString(shape));
    }
    byte[] bytes = frames.bytes();
    int area = Math.toIntExact(shape[shape.length - 3] * shape[shape.length - 2]);
    float[] planar = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int pixel = i / 3;
      int frame = pixel / area;
      planar[(frame * 3 + i % 3) * area + pixel % area] = (bytes[i] & 0xff) / 255f;
    }
    return planar;
  }
}
