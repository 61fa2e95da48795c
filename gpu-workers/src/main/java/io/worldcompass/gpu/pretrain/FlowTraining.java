package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.NoiseCoordinates;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;
import java.util.Arrays;
import java.util.Random;

/**
 * Trains the flow network of {@link FlowModel} on recorded latents: x = (1-sigma)*x0 + sigma*noise,
 * squared error of the velocity noise - x0. The context gets noise and blur too, as the model's own
 * clips will not be perfect; the noise's coordinates are coupled with the execution ({@link
 * Execution}).
 */
final class FlowTraining {
  private static final int BATCH = 32;
  private static final float RATE = 1.5e-3f;
  private static final double SHIFT = 3;
  private static final double LEAST_SIGMA = 0.4;
  private static final double PURE_NOISE = 0.5;
  private static final double FIRST_CLIPS = 0.3;
  private static final double MOST_CONTEXT_NOISE = 0.12;
  private static final float MOST_BLUR = 0.5f;
  private final ModelSpec spec = FlowModel.SPEC;
  private final NoiseCoordinates coordinates = new NoiseCoordinates(spec);
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
    FlowModel.startAdapters(trained);
    return trained;
  }

  private NDArray loss(Parameters p, NDManager scope) {
    int latent = Math.toIntExact(spec.latentShape().size());
    float[] context = new float[BATCH * spec.contextLatents() * latent];
    float[] clip = new float[BATCH * spec.latentsPerClip() * latent];
    int[] labels = new int[BATCH * spec.latentsPerClip()];
    float[] sigmas = new float[BATCH];
    float[] timesteps = new float[BATCH];
    float[] places = new float[BATCH * NoiseCoordinates.COUNT];
    for (int i = 0; i < BATCH; i++) {
      boolean first = random.nextDouble() < FIRST_CLIPS;
      Execution execution = recordings.copy(random, first, i, context, clip, labels);
      execution.place(random, places, i);
      sigmas[i] = (float) sigma();
      timesteps[i] = 1000 * sigmas[i];
      damage(context, i);
    }
    NDArray x0 = scope.create(clip, spec.clipShape(BATCH));
    NDArray noise =
        coordinates.place(
            scope.randomNormal(x0.getShape()),
            scope.create(places, new Shape(BATCH, NoiseCoordinates.COUNT)));
    NDArray sigma = scope.create(sigmas, new Shape(BATCH, 1, 1, 1, 1));
    NDArray x = x0.add(noise.sub(x0).mul(sigma));
    Shape shape = new Shape(BATCH, spec.contextLatents()).addAll(spec.latentShape());
    NDArray v =
        FlowModel.pretrainedVelocity(
            p,
            FlowModel.context(p, scope.create(context, shape)),
            scope.create(labels, new Shape(BATCH, spec.latentsPerClip())),
            x,
            scope.create(timesteps));
    return v.sub(noise.sub(x0)).square().mean();
  }

  /** What few-step samplers see: pure noise first, then levels from about one half up. */
  private double sigma() {
    if (random.nextDouble() < PURE_NOISE) {
      return 1;
    }
    double u = random.nextDouble();
    return Math.max(LEAST_SIGMA, SHIFT * u / (1 + (SHIFT - 1) * u));
  }

  /** Noise and blur in the context of one row, as in what the model itself will have generated. */
  private void damage(float[] context, int row) {
    double level = Math.max(0, MOST_CONTEXT_NOISE * (2 * random.nextDouble() - 1));
    float blur = (float) Math.max(0, 2 * random.nextDouble() - 1);
    int size = context.length / BATCH;
    if (blur > 0) {
      soften(context, row * size, (row + 1) * size, blur);
    }
    if (level > 0) {
      for (int k = row * size; k < (row + 1) * size; k++) {
        context[k] += (float) (level * random.nextGaussian());
      }
    }
  }

  /** Moves every value towards the mean of its four neighbours; the border is repeated. */
  private void soften(float[] context, int from, int to, float share) {
    float[] sharp = Arrays.copyOfRange(context, from, to);
    int width = spec.latentWidth();
    int picture = width * spec.latentHeight();
    for (int k = 0; k < sharp.length; k++) {
      int at = k % picture;
      float left = at % width > 0 ? sharp[k - 1] : sharp[k];
      float right = at % width < width - 1 ? sharp[k + 1] : sharp[k];
      float above = at >= width ? sharp[k - width] : sharp[k];
      float below = at < picture - width ? sharp[k + width] : sharp[k];
      float mean = (left + right + above + below) / 4;
      context[from + k] = sharp[k] + MOST_BLUR * share * (mean - sharp[k]);
    }
  }
}
