package io.worldcompass.gpu.nn;

import ai.djl.ndarray.NDArray;

/**
 * Products with numbers, for computations whose gradient is taken.
 *
 * <p>The engine's own {@code array.mul(number)} and {@code div(number)} wrap the number in Java
 * memory that the garbage collector may free while the recorded computation still refers to it; the
 * gradient is then silently wrong (DJL 0.35, on CPU). Here the engine owns the number's memory.
 */
public final class Scalars {
  private Scalars() {}

  /** x * factor, of x's type. */
  public static NDArray times(NDArray x, double factor) {
    return x.mul(owned(x, factor));
  }

  /** max(x, least), of x's type. */
  public static NDArray atLeast(NDArray x, double least) {
    return x.maximum(owned(x, least));
  }

  private static NDArray owned(NDArray like, double value) {
    try (NDArray borrowed = like.getManager().create(value);
        NDArray typed = borrowed.toType(like.getDataType(), false)) {
      return typed.duplicate();
    }
  }
}
