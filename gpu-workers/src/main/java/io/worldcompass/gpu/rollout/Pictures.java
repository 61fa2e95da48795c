package io.worldcompass.gpu.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.schemas.blob.Tensor;
import java.util.Arrays;

/** Stored pictures, bytes with the channel last, and the model's, floats with the channel first. */
final class Pictures {
  private static final float WHITE = 255;

  private Pictures() {}

  /** An observation, uint8 [H,W,3] or [N,H,W,3], to float32 [N,3,H,W] in [0,1]. */
  static NDArray planar(NDManager scope, Tensor observation) {
    NDArray pixels = TensorArrays.toArray(scope, observation);
    NDArray frames = pixels.getShape().dimension() == 3 ? pixels.expandDims(0) : pixels;
    return frames.toType(DataType.FLOAT32, true).div(WHITE).transpose(0, 3, 1, 2);
  }

  /** The frame uint8 [H,W,3] that an observation ends with. */
  static Tensor last(Tensor observation) {
    long[] shape = observation.shape();
    if (shape.length == 3) {
      return observation;
    }
    long[] frame = Arrays.copyOfRange(shape, 1, shape.length);
    byte[] pixels = observation.bytes();
    int begin = (int) (pixels.length / shape[0] * (shape[0] - 1));
    return Tensor.ofBytes(
        observation.name(), Arrays.copyOfRange(pixels, begin, pixels.length), frame);
  }

  /** float32 [N,3,H,W] in [0,1] to uint8 [N,H,W,3]. */
  static NDArray frames(NDArray decoded) {
    return decoded.mul(WHITE).round().toType(DataType.UINT8, true).transpose(0, 2, 3, 1);
  }
}
