package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.model.Autoencoder;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Trains the {@link Autoencoder}: absolute error of pixels and of their differences to neighbours
 * (edges). Latents are normalised over the batch and get noise, so that the code is robust to the
 * errors of a flow model.
 */
final class AutoencoderTraining {
  private static final int BATCH = 32;
  private static final float RATE = 1.5e-3f;
  private static final float LATENT_NOISE = 0.1f;
  private static final int MEASURED = 1024;
  private final int size;
  private final List<byte[]> frames = new ArrayList<>();
  private final Random random;

  /**
   * @param size height and width of the frames
   * @param walks recordings to draw frames from
   */
  AutoencoderTraining(ClipSource source, int size, int walks, long seed) {
    this.size = size;
    this.random = new Random(seed);
    for (int i = 0; i < walks; i++) {
      frames.addAll(source.next(2, 4).frames());
    }
  }

  /** The trained weights, in {@code manager}. */
  NDArray train(NDManager manager, int steps, Progress progress) {
    ParameterLayout layout = Autoencoder.layout();
    NDArray start = manager.create(layout.initial(random.nextLong()));
    NDArray weights =
        new TrainingLoop("autoencoder", steps, RATE, progress).run(layout, start, this::loss);
    start.close();
    measure(layout, weights);
    return weights;
  }

  /**
   * Trains the decoder alone on what the encoder has come to give, which is cheaper; the latents
   * stay what they are.
   */
  NDArray trainDecoder(NDArray autoencoder, int steps, Progress progress) {
    NDManager manager = autoencoder.getManager();
    ParameterLayout layout = Autoencoder.layout();
    List<float[]> latents = new ArrayList<>();
    for (int at = 0; at < frames.size(); at += BATCH) {
      try (NDManager scope = manager.newSubManager()) {
        List<byte[]> batch = frames.subList(at, Math.min(at + BATCH, frames.size()));
        Parameters p = new Parameters(layout, autoencoder, scope);
        NDArray encoded = Autoencoder.encode(p, Frames.tensor(scope, batch, size, size));
        latents.addAll(Frames.rows(encoded));
      }
    }
    return new TrainingLoop("decoder", steps, RATE, progress)
        .run(layout, autoencoder, (p, scope) -> decoderLoss(p, scope, latents));
  }

  private NDArray decoderLoss(Parameters p, NDManager scope, List<float[]> latents) {
    List<byte[]> pictures = new ArrayList<>();
    FloatBuffer codes = FloatBuffer.allocate(BATCH * latents.get(0).length);
    for (int i = 0; i < BATCH; i++) {
      int drawn = random.nextInt(latents.size());
      pictures.add(frames.get(drawn));
      codes.put(latents.get(drawn));
    }
    Shape shape = new Shape(BATCH).addAll(FlowModel.SPEC.latentShape());
    NDArray code = scope.create(codes.array(), shape);
    NDArray noise = scope.randomNormal(0, LATENT_NOISE, shape, code.getDataType());
    NDArray decoded = Autoencoder.decodeOpen(p, code.add(noise));
    return difference(decoded.sub(Frames.tensor(scope, pictures, size, size)));
  }

  private NDArray loss(Parameters p, NDManager scope) {
    NDArray x = draw(scope, BATCH);
    NDArray raw = Autoencoder.raw(p, x);
    NDArray centred = raw.sub(perChannel(raw));
    NDArray latents = centred.div(perChannel(centred.square()).add(1e-4f).sqrt());
    NDArray noise = scope.randomNormal(0, LATENT_NOISE, latents.getShape(), latents.getDataType());
    return difference(Autoencoder.decodeOpen(p, latents.add(noise)).sub(x));
  }

  /** Absolute error of pixels and of their differences to neighbours, which are the edges. */
  private static NDArray difference(NDArray error) {
    NDArray across = error.get(new NDIndex(":,:,:,1:")).sub(error.get(new NDIndex(":,:,:,:-1")));
    NDArray down = error.get(new NDIndex(":,:,1:")).sub(error.get(new NDIndex(":,:,:-1")));
    return error.abs().mean().add(across.abs().mean()).add(down.abs().mean());
  }

  /** Means [1,c,1,1] of [N,c,h,w]. */
  private static NDArray perChannel(NDArray x) {
    long channels = x.getShape().get(1);
    return x.transpose(1, 0, 2, 3)
        .reshape(channels, -1)
        .mean(new int[] {1})
        .reshape(1, channels, 1, 1);
  }

  private NDArray draw(NDManager scope, int n) {
    List<byte[]> batch = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      batch.add(frames.get(random.nextInt(frames.size())));
    }
    return Frames.tensor(scope, batch, size, size);
  }

  private void measure(ParameterLayout layout, NDArray weights) {
    try (NDManager scope = weights.getManager().newSubManager()) {
      Parameters p = new Parameters(layout, weights, scope);
      NDArray raw = Autoencoder.raw(p, draw(scope, MEASURED));
      NDArray mean = perChannel(raw);
      NDArray deviation = perChannel(raw.sub(mean).square()).sqrt();
      layout.set(weights, "latent.mean", mean);
      layout.set(weights, "latent.deviation", deviation);
    }
  }
}
