package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.nn.WeightsFile;
import io.worldcompass.gpu.reward.AllPairsNetwork;
import io.worldcompass.gpu.reward.BuiltInWeights;
import io.worldcompass.gpu.reward.CostVolumeNetwork;
import io.worldcompass.gpu.reward.Degradation;
import io.worldcompass.gpu.reward.FrameQuality;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.MotionNetwork;
import io.worldcompass.schemas.blob.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the weights of rewards and judge, each with the figures that it reaches on held-out play.
 * Steps, not minutes, bound a training, so that it can be repeated.
 */
public final class RewardPretraining {
  /** Steps that the shipped reward model was trained for. */
  public static final int REWARD_STEPS = 2600;

  /** Steps that the shipped judge was trained for. */
  public static final int JUDGE_STEPS = 4000;

  private static final int MOTION_WALKS = 1500;
  private static final int MEASURED_CLIPS = 400;
  private static final int FITTED_FRAMES = 6000;
  private static final int MEASURED_FRAMES = 600;
  private static final int SIZE = 48;
  private final Path directory;
  private final long seed;
  private final Progress progress;

  /**
   * A pre-training into a directory.
   *
   * @param seed of the starting weights and the order of samples; recorded in the files
   */
  public RewardPretraining(Path directory, long seed, Progress progress) {
    this.directory = directory;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Trains the inverse-dynamics model of the reward or of the judge: other architectures, and the
   * caller gives other data.
   *
   * @param heldOut play that {@code source} does not hold, executed in full
   * @param data a name for the source, recorded in the file
   */
  public MotionAccuracy motion(
      BuiltInWeights which, MotionWalk.Source source, ClipSource heldOut, String data, int steps)
      throws IOException {
    MotionNetwork network =
        which == BuiltInWeights.JUDGE_MOTION ? new AllPairsNetwork() : new CostVolumeNetwork();
    try (NDManager manager = NDManager.newBaseManager()) {
      MotionTraining training = new MotionTraining(network, seed);
      training.add(source, Math.min(MOTION_WALKS, 20 * steps));
      NDArray weights = training.train(manager, steps, progress);
      MotionAccuracy accuracy = measure(manager, network, weights, heldOut, steps);
      WeightsFile.write(
          directory.resolve(which.file()),
          network.layout(),
          weights,
          metadata(network, data, steps, accuracy));
      progress.report(
          network.name(), 1, "joint accuracy %.3f on held-out clips".formatted(accuracy.joint()));
      return accuracy;
    }
  }

  private static MotionAccuracy measure(
      NDManager manager, MotionNetwork network, NDArray weights, ClipSource heldOut, int steps) {
    int clips = Math.min(MEASURED_CLIPS, 20 * steps);
    try (InverseDynamics model = InverseDynamics.of(manager, network, weights)) {
      return MotionAccuracy.of(manager, model, heldOut, clips, frames -> frames);
    }
  }

  private Map<String, String> metadata(
      MotionNetwork network, String data, int steps, MotionAccuracy accuracy) {
    return Map.of(
        InverseDynamics.NETWORK,
        network.name(),
        InverseDynamics.SEED,
        Long.toString(seed),
        InverseDynamics.JOINT,
        digits(accuracy.joint()),
        "fine_on_real_clips",
        digits(accuracy.fine()),
        "standard_error",
        digits(accuracy.standardError()),
        "data",
        data,
        "steps",
        Integer.toString(steps));
  }

  /**
   * Fits the quality of frames and measures how well it tells clean frames from damaged ones.
   *
   * @param data a name for the source, recorded in the file
   * @return area under the ROC curve, per degradation
   */
  public Map<Degradation, Double> quality(ClipSource source, ClipSource heldOut, String data)
      throws IOException {
    FrameQuality model = FrameQuality.fit(frames(source, FITTED_FRAMES), SIZE, SIZE);
    List<float[]> clean = frames(heldOut, MEASURED_FRAMES);
    Map<Degradation, Double> separations = new TreeMap<>();
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("seed", Long.toString(seed));
    metadata.put("data", data);
    for (Degradation degradation : Degradation.values()) {
      double auc = model.separation(clean, SIZE, SIZE, degradation, seed);
      separations.put(degradation, auc);
      metadata.put(FrameQuality.AUC + degradation.name().toLowerCase(Locale.ROOT), digits(auc));
      progress.report(FrameQuality.NAME, 1, "%s: AUC %.3f".formatted(degradation, auc));
    }
    Path file = directory.resolve(BuiltInWeights.FRAME_QUALITY.file());
    Safetensors.write(file, List.of(model.toTensor()), metadata);
    return separations;
  }

  /** One frame in four: neighbours in time are nearly the same. */
  private static List<float[]> frames(ClipSource source, int count) {
    List<float[]> frames = new ArrayList<>();
    while (frames.size() < count) {
      List<byte[]> recorded = source.next(4, 4).frames();
      for (int i = 0; i < recorded.size() && frames.size() < count; i += 4) {
        frames.add(floats(recorded.get(i)));
      }
    }
    return frames;
  }

  private static float[] floats(byte[] frame) {
    float[] values = new float[frame.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (frame[i] & 0xff) / 255f;
    }
    return values;
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
