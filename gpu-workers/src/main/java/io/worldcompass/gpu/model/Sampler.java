package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * The deterministic Euler sampler of spec S2. Noise comes from a seeded generator of Java's, so a
 * candidate can be made again on any machine.
 */
public final class Sampler {
  private final WorldModel model;
  private final NoiseSchedule schedule;

  public Sampler(WorldModel model, NoiseSchedule schedule) {
    this.model = model;
    this.schedule = schedule;
  }

  /** The noise z_0 of the given seeds, one clip each: [seeds,L,c,h,w]. */
  public static NDArray noise(NDManager manager, ModelSpec spec, long... seeds) {
    Shape shape = spec.clipShape(seeds.length);
    int perClip = Math.toIntExact(shape.size() / seeds.length);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < seeds.length; i++) {
      SplittableRandom random = new SplittableRandom(seeds[i]);
      for (int k = 0; k < perClip; k++) {
        values[i * perClip + k] = (float) random.nextGaussian();
      }
    }
    return manager.create(values, shape);
  }

  /**
   * Clips from noise: z_{j+1} = z_j + (sigma_{j+1} - sigma_j) * v(z_j, timestep_j).
   *
   * @param context features for the clips or for a divisor of them, see {@link WorldModel#velocity}
   * @param labels [B,L]
   * @param noise z_0 [B,L,c,h,w]
   * @return x0 = z_S, like the noise and in its manager
   */
  public NDArray sample(NDList context, NDArray labels, NDArray noise) {
    NDManager manager = noise.getManager();
    NDArray z = noise.duplicate();
    for (int j = 0; j < schedule.steps(); j++) {
      try (NDManager step = manager.newSubManager()) {
        NDArray x = z.duplicate();
        x.attach(step);
        NDArray timesteps = step.full(new Shape(z.getShape().get(0)), (float) schedule.timestep(j));
        NDArray v = model.velocity(context, labels, x, timesteps);
        v.attach(step);
        z.addi(v.mul((float) (schedule.sigma(j + 1) - schedule.sigma(j))));
      }
    }
    return z;
  }
}
