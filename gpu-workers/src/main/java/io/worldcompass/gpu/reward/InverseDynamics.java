package io.worldcompass.gpu.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Parameters;
import io.worldcompass.gpu.nn.WeightsFile;
import io.worldcompass.schemas.blob.TensorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A trained {@link MotionNetwork}: from pixels to motions, with the accuracy that it showed on real
 * clips it was not trained on. Not thread-safe.
 */
public final class InverseDynamics implements AutoCloseable {
  /** Metadata key: the name of the network. */
  public static final String NETWORK = "architecture";

  /** Metadata key: joint accuracy per step on held-out real clips (spec S7). */
  public static final String JOINT = "joint_on_real_clips";

  /** Metadata key: the seed of the training, which names the weights. */
  public static final String SEED = "seed";

  private static final List<MotionNetwork> NETWORKS =
      List.of(new AllPairsNetwork(), new CostVolumeNetwork());
  private static final int VALUES = 4;
  private static final int SIZE = 48;
  private final MotionNetwork network;
  private final Map<String, String> metadata;
  private final NDManager manager;
  private final NDArray weights;

  private InverseDynamics(
      NDManager parent, MotionNetwork network, NDArray flat, Map<String, String> metadata) {
    this.network = network;
    this.metadata = Map.copyOf(metadata);
    this.manager = parent.newSubManager();
    this.weights = flat;
    flat.attach(manager);
  }

  /**
   * A model of freshly trained weights.
   *
   * @param parent the arrays live in a sub-manager of it, until {@link #close}
   * @param flat of the network's layout, copied
   */
  public static InverseDynamics of(NDManager parent, MotionNetwork network, NDArray flat) {
    NDArray copy = flat.duplicate();
    return new InverseDynamics(parent, network, copy, Map.of(NETWORK, network.name()));
  }

  /**
   * A model as stored by {@link WeightsFile}, with its metadata.
   *
   * @throws IllegalArgumentException when the file names no known network or has other weights
   */
  public static InverseDynamics of(NDManager parent, TensorFile file) {
    String name = file.metadata().get(NETWORK);
    MotionNetwork network =
        NETWORKS.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("unknown motion network " + name));
    NDArray flat = WeightsFile.read(parent, network.layout(), file);
    return new InverseDynamics(parent, network, flat, file.metadata());
  }

  /** The name of the network's architecture. */
  public String name() {
    return network.name();
  }

  /** Whether the other reads motions by the same network with the same weights. */
  public boolean isSame(InverseDynamics other) {
    return network.name().equals(other.network.name()) && weights.contentEquals(other.weights);
  }

  /** Joint accuracy per step on held-out real clips; NaN when it was not measured. */
  public double jointOnRealClips() {
    return Double.parseDouble(metadata.getOrDefault(JOINT, "NaN"));
  }

  /** Which weights, and how accurate. */
  public String version() {
    return String.format(
        Locale.ROOT,
        "seed %s, joint accuracy %.3f on held-out real clips",
        metadata.getOrDefault(SEED, "unknown"),
        jointOnRealClips());
  }

  /**
   * The motion of every step of every clip, in units of one commanded step.
   *
   * @param prior the frame before each clip, float32 [B,3,48,48] in [0,1], or [1,3,48,48] for all
   * @param frames float32 [B,F,3,48,48] in [0,1]
   * @return B lists of F motions
   * @throws IllegalArgumentException when a shape is another
   */
  public List<List<Motion>> motions(NDArray prior, NDArray frames) {
    check(prior.getShape(), frames.getShape());
    int clips = (int) frames.getShape().get(0);
    int steps = (int) frames.getShape().get(1);
    try (NDManager scope = manager.newSubManager()) {
      scope.tempAttachAll(prior, frames);
      Parameters p = new Parameters(network.layout(), weights, scope);
      NDArray first = network.encode(p, prior);
      NDArray rest = network.encode(p, frames.reshape(-1, 3, SIZE, SIZE));
      NDArray after = rest.reshape(clips, steps, rest.getShape().get(1), rest.getShape().get(2));
      NDArray before = before(first, after, clips, steps);
      return lists(network.motions(p, before.reshape(rest.getShape()), rest).toFloatArray(), steps);
    }
  }

  private static void check(Shape prior, Shape frames) {
    Shape frame = new Shape(3, SIZE, SIZE);
    boolean fits =
        frames.dimension() == 5
            && frames.get(1) > 0
            && frames.slice(2).equals(frame)
            && prior.dimension() == 4
            && prior.slice(1).equals(frame)
            && (prior.get(0) == 1 || prior.get(0) == frames.get(0));
    if (!fits) {
      throw new IllegalArgumentException(
          "expected frames [B,F,3,48,48] and a prior frame for each or for all, got "
              + frames
              + " and "
              + prior);
    }
  }

  /** The features of the prior frame, then of all but the last frame of each clip. */
  private static NDArray before(NDArray first, NDArray after, int clips, int steps) {
    NDArray start = first.getShape().get(0) == clips ? first : first.repeat(0, clips);
    NDArray head = start.expandDims(1);
    return steps == 1 ? head : head.concat(after.get(new NDIndex(":,0:{}", steps - 1)), 1);
  }

  private static List<List<Motion>> lists(float[] values, int steps) {
    List<List<Motion>> result = new ArrayList<>();
    for (int at = 0; at < values.length; at += steps * VALUES) {
      List<Motion> motions = new ArrayList<>();
      for (int i = at; i < at + steps * VALUES; i += VALUES) {
        motions.add(new Motion(values[i], values[i + 1], 0, values[i + 2], values[i + 3]));
      }
      result.add(motions);
    }
    return result;
  }

  @Override
  public void close() {
    manager.close();
  }
}
