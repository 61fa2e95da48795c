package io.worldcompass.gpu.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.model.ClipGenerator;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.pretrain.Recording;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Generates what a model shows for the commands of recorded scenarios, clip after clip on its own
 * output. The same scenario, seed and weights give the same frames, in whatever batch.
 */
final class Rollouts {
  private final WorldModel model;
  private final ClipGenerator generator;

  Rollouts(WorldModel model, NoiseSchedule schedule) {
    this.model = model;
    this.generator = new ClipGenerator(model, schedule);
  }

  /**
   * The generated frames.
   *
   * @param scenarios B of them, of equal length; only first frames and commands are used
   * @param seeds of the noise, one a scenario
   * @return [B,F,3,H,W] in [0,1], in steps of 1/255 as they would be stored
   */
  NDArray frames(NDManager scope, List<Recording> scenarios, long[] seeds) {
    ModelSpec spec = model.spec();
    int steps = scenarios.get(0).commanded().size();
    NDArray first = model.encode(first(scope, scenarios));
    NDArray latents =
        generator.extend(first.expandDims(1), labels(scope, scenarios), noise(seeds, steps));
    NDArray generated = latents.get(new NDIndex(":,1:")).reshape(flat(spec.latentShape()));
    NDArray frames = model.decode(generated).mul(255).round().clip(0, 255).div(255);
    return frames.reshape(scenarios.size(), steps, 3, spec.frameHeight(), spec.frameWidth());
  }

  /** The first frame of every scenario, [B,3,H,W] in [0,1]. */
  NDArray first(NDManager scope, List<Recording> scenarios) {
    return pixels(scope, scenarios.stream().map(s -> s.frames().get(0)).toList());
  }

  /** Frames as bytes to [N,3,H,W] in [0,1]. */
  NDArray pixels(NDManager scope, List<byte[]> frames) {
    float[] values = new float[frames.size() * frames.get(0).length];
    int at = 0;
    for (byte[] frame : frames) {
      for (byte value : frame) {
        values[at++] = (value & 0xff) / 255f;
      }
    }
    ModelSpec spec = model.spec();
    return scope.create(values, new Shape(frames.size(), 3, spec.frameHeight(), spec.frameWidth()));
  }

  private static Shape flat(Shape latent) {
    return new Shape(-1).addAll(latent);
  }

  private static NDArray labels(NDManager scope, List<Recording> scenarios) {
    int steps = scenarios.get(0).commanded().size();
    int[] labels = new int[scenarios.size() * steps];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = scenarios.get(i / steps).commanded().get(i % steps);
    }
    return scope.create(labels, new Shape(scenarios.size(), steps));
  }

  /** Seeds per clip, then per scenario. */
  private long[][] noise(long[] seeds, int steps) {
    long[][] noise = new long[steps / model.spec().latentsPerClip()][seeds.length];
    for (int row = 0; row < seeds.length; row++) {
      SplittableRandom random = new SplittableRandom(seeds[row]);
      for (long[] clip : noise) {
        clip[row] = random.nextLong();
      }
    }
    return noise;
  }
}
