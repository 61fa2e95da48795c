package io.worldcompass.gpu.train;

/** A step whose loss or gradient is not finite. The state that it started from is untouched. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
