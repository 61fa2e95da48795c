package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;
import java.util.Random;

/**
 * Trains the flow network of {@link FlowModel} on recorded latents: x = (1-sigma)*x0 + sigma*noise,
 * squared error of the velocity noise - x0. The context gets noise too, as the model's own clips
 * will not be perfect.
 */
final class FlowTraining {
  private static final int BATCH = 32;
  private static final float RATE = 1.5e-3f;
  private static final double SHIFT = 3;
  private static final double LEAST_SIGMA = 0.25;
  private static final double FIRST_CLIPS = 0.3;
  private static final double MOST_CONTEXT_NOISE = 0.12;
  private final ModelSpec spec = FlowModel.SPEC;
  private final LatentRecordings recordings;
  private final Random random;

  FlowTraining(LatentRecordings recordings, long seed) {
    this.recordings = recordings;
    this.random = new Random(seed);
  }

  /** The trained weights, in {@code manager}. */
  NDArray train(NDManager manager, int steps, Progress progress) {
    ParameterLayout layout = FlowModel.networkLayout();
    NDArray start = manager.create(layout.initial(random.nextLong()));
    NDArray trained =
        new TrainingLoop("base", steps, RATE, progress).run(layout, start, this::loss);
    start.close();
    return trained;
  }

  private NDArray loss(Parameters p, NDManager scope) {
    int latent = Math.toIntExact(spec.latentShape().size());
    float[] context = new float[BATCH * spec.contextLatents() * latent];
    float[] clip = new float[BATCH * spec.latentsPerClip() * latent];
    int[] labels = new int[BATCH * spec.latentsPerClip()];
    float[] sigmas = new float[BATCH];
    float[] timesteps = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      boolean first = random.nextDouble() < FIRST_CLIPS;
      recordings.copy(random, first, i, context, clip, labels);
      double u = random.nextDouble();
      sigmas[i] = (float) Math.max(LEAST_SIGMA, SHIFT * u / (1 + (SHIFT - 1) * u));
      timesteps[i] = 1000 * sigmas[i];
      blur(context, i);
    }
    NDArray x0 = scope.create(clip, spec.clipShape(BATCH));
    NDArray noise = scope.randomNormal(x0.getShape());
    NDArray sigma = scope.create(sigmas, new Shape(BATCH, 1, 1, 1, 1));
    NDArray x = x0.add(noise.sub(x0).mul(sigma));
    Shape shape = new Shape(BATCH, spec.contextLatents()).addAll(spec.latentShape());
    NDArray v =
        FlowModel.velocity(
            p,
            FlowModel.context(p, scope.create(context, shape)),
            scope.create(labels, new Shape(BATCH, spec.latentsPerClip())),
            x,
            scope.create(timesteps));
    return v.sub(noise.sub(x0)).square().mean();
  }

  private void blur(float[] context, int row) {
    double level = Math.max(0, MOST_CONTEXT_NOISE * (2 * random.nextDouble() - 1));
    int size = context.length / BATCH;
    for (int k = row * size; k < (row + 1) * size; k++) {
      context[k] += (float) (level * random.nextGaussian());
    }
  }
}
