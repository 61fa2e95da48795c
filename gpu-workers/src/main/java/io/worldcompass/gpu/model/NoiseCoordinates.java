package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Scalars;

/**
 * One named coordinate of the noise: its projection on a checkerboard over all latents of a clip, a
 * standard normal number. Pictures hold next to nothing of a checkerboard, so it can be read from a
 * noisy clip too. Pre-training couples it with what is executed, in the manner of multisample flow
 * matching (arXiv 2304.14772): a network of this size cannot read from white noise which of several
 * executions of a command it stands for, and would show their average.
 */
public final class NoiseCoordinate {
  private final ModelSpec spec;
  private final float[] pattern;

  public NoiseCoordinate(ModelSpec spec) {
    this.spec = spec;
    int size = Math.toIntExact(spec.clipShape(1).size());
    this.pattern = new float[size];
    float unit = (float) (1 / Math.sqrt(size));
    for (int i = 0; i < size; i++) {
      int column = i % spec.latentWidth();
      int row = i / spec.latentWidth() % spec.latentHeight();
      pattern[i] = (row + column) % 2 == 0 ? unit : -unit;
    }
  }

  /** The coordinate [B] of clips [B,L,c,h,w]; a gradient flows through it. */
  public NDArray of(NDArray clips) {
    long rows = clips.getShape().get(0);
    return clips.reshape(rows, pattern.length).matMul(pattern(clips.getManager())).reshape(rows);
  }

  /** The same noise with another coordinate [B]. */
  public NDArray place(NDArray noise, NDArray coordinate) {
    long rows = noise.getShape().get(0);
    NDArray change = coordinate.sub(of(noise)).reshape(rows, 1);
    NDArray along = pattern(noise.getManager()).reshape(1, pattern.length);
    return noise.add(change.mul(along).reshape(spec.clipShape(rows)));
  }

  /** Waves of a coordinate [B] for a network: [B,2*frequencies], 1, 2, 4 ... radians a unit. */
  static NDArray waves(NDArray coordinate, int frequencies) {
    NDArray column = coordinate.reshape(-1, 1);
    NDArray angles = column;
    for (int i = 1; i < frequencies; i++) {
      angles = angles.concat(Scalars.times(column, Math.pow(2, i)), 1);
    }
    return angles.sin().concat(angles.cos(), 1);
  }

  private NDArray pattern(NDManager manager) {
    return manager.create(pattern, new Shape(pattern.length, 1));
  }
}
