package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Scalars;

/**
 * Two named coordinates of the noise, independent standard normal numbers: its projections on a
 * checkerboard over all latents of a clip, and on one whose second half of the latents has the
 * opposite sign. Pictures hold next to nothing of a checkerboard, so they can be read from a noisy
 * clip too. Pre-training couples them with what is executed, in the manner of multisample flow
 * matching (arXiv 2304.14772): a network of this size cannot read from white noise which of several
 * executions of a command it stands for, and would show their average.
 */
public final class NoiseCoordinates {
  /** How many there are. */
  public static final int COUNT = 2;

  private final int size;
  private final float[] patterns;

  public NoiseCoordinates(ModelSpec spec) {
    this.size = Math.toIntExact(spec.clipShape(1).size());
    this.patterns = new float[COUNT * size];
    float unit = (float) (1 / Math.sqrt(size));
    for (int i = 0; i < size; i++) {
      int column = i % spec.latentWidth();
      int row = i / spec.latentWidth() % spec.latentHeight();
      float value = (row + column) % 2 == 0 ? unit : -unit;
      patterns[i] = value;
      patterns[size + i] = i < size / 2 ? value : -value;
    }
  }

  /** The coordinates [B,2] of clips [B,L,c,h,w]; a gradient flows through them. */
  public NDArray of(NDArray clips) {
    NDArray flat = clips.reshape(clips.getShape().get(0), size);
    return flat.matMul(patterns(clips.getManager()).transpose());
  }

  /** The same noise with other coordinates [B,2]. */
  public NDArray place(NDArray noise, NDArray coordinates) {
    NDArray change = coordinates.sub(of(noise));
    return noise.add(change.matMul(patterns(noise.getManager())).reshape(noise.getShape()));
  }

  /** Waves of coordinates [B,2] for a network: [B,4*frequencies], 1, 2, 4 ... radians a unit. */
  static NDArray waves(NDArray coordinates, int frequencies) {
    NDArray angles = coordinates;
    for (int i = 1; i < frequencies; i++) {
      angles = angles.concat(Scalars.times(coordinates, Math.pow(2, i)), 1);
    }
    return angles.sin().concat(angles.cos(), 1);
  }

  private NDArray patterns(NDManager manager) {
    return manager.create(patterns, new Shape(COUNT, size));
  }
}
