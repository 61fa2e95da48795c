package io.worldcompass.gpu.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.schemas.blob.Tensor;

/** Stored pictures, bytes with the channel last, and the model's, floats with the channel first. */
final class Pictures {
  private static final float WHITE = 255;

  private Pictures() {}

  /** uint8 [H,W,3] to float32 [1,3,H,W] in [0,1]. */
  static NDArray planar(NDManager scope, Tensor picture) {
    return TensorArrays.toArray(scope, picture)
        .toType(DataType.FLOAT32, true)
        .div(WHITE)
        .transpose(2, 0, 1)
        .expandDims(0);
  }

  /** float32 [N,3,H,W] in [0,1] to uint8 [N,H,W,3]. */
  static NDArray frames(NDArray decoded) {
    return decoded.mul(WHITE).round().toType(DataType.UINT8, true).transpose(0, 2, 3, 1);
  }
}
