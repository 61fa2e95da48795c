package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Scalars;

/**
 * Looks a picture's pixels up at displaced places, bilinearly; beyond the border the border is
 * repeated. The gradient flows to the displacements, not to the picture.
 */
final class Warp {
  private Warp() {}

  /**
   * The displaced picture.
   *
   * @param picture [B,c,h,w]
   * @param across [B,L,h,w] displacement to the right, in pixels
   * @param down [B,L,h,w] displacement downwards, in pixels
   * @return [B,L,c,h,w]
   */
  static NDArray of(NDArray picture, NDArray across, NDArray down) {
    Shape p = picture.getShape();
    Shape s = across.getShape();
    NDManager manager = across.getManager();
    long width = p.get(3);
    long height = p.get(2);
    NDArray x = within(across.add(manager.arange((float) width).reshape(1, 1, 1, width)), width);
    NDArray y = within(down.add(manager.arange((float) height).reshape(1, 1, height, 1)), height);
    NDArray left = cell(x, width);
    NDArray top = cell(y, height);
    NDArray wx = x.sub(left).reshape(s.get(0), 1, -1);
    NDArray wy = y.sub(top).reshape(s.get(0), 1, -1);
    NDArray flat = picture.stopGradient().reshape(p.get(0), p.get(1), height * width);
    NDArray index =
        top.mul(width)
            .add(left)
            .toType(DataType.INT64, false)
            .reshape(s.get(0), 1, -1)
            .repeat(1, p.get(1));
    NDArray upper = mix(flat.gather(index, 2), flat.gather(index.add(1), 2), wx);
    NDArray lower = mix(flat.gather(index.add(width), 2), flat.gather(index.add(width + 1), 2), wx);
    return mix(upper, lower, wy)
        .reshape(s.get(0), p.get(1), s.get(1), height, width)
        .transpose(0, 2, 1, 3, 4);
  }

  private static NDArray mix(NDArray a, NDArray b, NDArray share) {
    return a.add(b.sub(a).mul(share));
  }

  /** Places in 0..extent-1. */
  private static NDArray within(NDArray places, long extent) {
    NDArray most = places.getManager().full(new Shape(1), extent - 1f);
    return NDArrays.minimum(Scalars.atLeast(places, 0), most);
  }

  /** The whole number at or below, so that a neighbour exists. */
  private static NDArray cell(NDArray places, long extent) {
    return places.stopGradient().floor().clip(0, extent - 2);
  }
}
