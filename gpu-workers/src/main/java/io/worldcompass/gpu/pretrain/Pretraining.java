package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.Autoencoder;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.WeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the weights of the built-in world model, in files of their own: autoencoder.safetensors and
 * base.safetensors. Steps, not minutes, bound a training, so that it can be repeated.
 */
public final class Pretraining {
  /** Steps that the shipped autoencoder was trained for. */
  public static final int AUTOENCODER_STEPS = 2000;

  /** Steps that the shipped base was trained for. */
  public static final int BASE_STEPS = 6500;

  /** The file that {@link #autoencoder} writes. */
  public static final String AUTOENCODER_FILE = "autoencoder.safetensors";

  /** The file that {@link #base} writes. */
  public static final String BASE_FILE = "base.safetensors";

  private static final int AUTOENCODER_WALKS = 2000;
  private static final int BASE_WALKS = 3000;
  private static final int CLIPS_A_WALK = 4;
  private final Path directory;
  private final long seed;
  private final Progress progress;

  /**
   * @param directory where the weights are written
   * @param seed of the starting weights and the order of samples; recorded in the files
   */
  public Pretraining(Path directory, long seed, Progress progress) {
    this.directory = directory;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Trains the autoencoder.
   *
   * @param data a name for the source, recorded in the file
   * @param steps of 32 frames, of the decoder
   */
  public void autoencoder(ClipSource source, String data, int steps) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      manager.getEngine().setRandomSeed((int) seed);
      AutoencoderTraining training =
          new AutoencoderTraining(
              source, FlowModel.SPEC.frameHeight(), Math.min(AUTOENCODER_WALKS, 20 * steps), seed);
      NDArray weights = training.train(manager, steps, progress);
      write(AUTOENCODER_FILE, Autoencoder.layout(), weights, data, steps);
    }
  }

  /**
   * Trains the base; the encoder has no weights, so this needs no autoencoder yet.
   *
   * @param data a name for the source, recorded in the file
   * @param steps of 32 clips
   */
  public void base(ClipSource source, String data, int steps) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      manager.getEngine().setRandomSeed((int) seed);
      LatentRecordings recordings = new LatentRecordings(FlowModel.SPEC);
      recordings.add(manager, source, Math.min(BASE_WALKS, 20 * steps), CLIPS_A_WALK);
      NDArray weights = new FlowTraining(recordings, seed).train(manager, steps, progress);
      write(BASE_FILE, FlowModel.networkLayout(), weights, data, steps);
    }
  }

  private void write(String file, ParameterLayout layout, NDArray weights, String data, int steps)
      throws IOException {
    Map<String, String> metadata =
        Map.of(
            "architecture", FlowModel.SPEC.name(),
            "data", data,
            "seed", Long.toString(seed),
            "steps", Integer.toString(steps));
    WeightsFile.write(directory.resolve(file), layout, weights, metadata);
  }
}
