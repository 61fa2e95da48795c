package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.worldcompass.gpu.model.Autoencoder;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Trains the decoder of the {@link Autoencoder}: absolute error of pixels and of their differences
 * to neighbours (edges), from latents with noise, so that it forgives the errors of a flow model.
 */
final class AutoencoderTraining {
  private static final int BATCH = 32;
  private static final float RATE = 2e-3f;
  private static final float LATENT_NOISE = 0.1f;
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
    NDArray trained =
        new TrainingLoop("autoencoder", steps, RATE, progress).run(layout, start, this::loss);
    start.close();
    return trained;
  }

  private NDArray loss(Parameters p, NDManager scope) {
    NDArray x = Frames.tensor(scope, draw(BATCH), size, size);
    NDArray latents = Autoencoder.encode(x);
    NDArray noise = scope.randomNormal(0, LATENT_NOISE, latents.getShape(), latents.getDataType());
    NDArray error = Autoencoder.decodeOpen(p, latents.add(noise)).sub(x);
    NDArray across = error.get(new NDIndex(":,:,:,1:")).sub(error.get(new NDIndex(":,:,:,:-1")));
    NDArray down = error.get(new NDIndex(":,:,1:")).sub(error.get(new NDIndex(":,:,:-1")));
    return error.abs().mean().add(across.abs().mean()).add(down.abs().mean());
  }

  private List<byte[]> draw(int n) {
    List<byte[]> batch = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      batch.add(frames.get(random.nextInt(frames.size())));
    }
    return batch;
  }
}
