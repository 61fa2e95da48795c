package io.worldcompass.gpu.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/** A trained {@link MotionNetwork}: from pixels to motions. Not thread-safe. */
public final class InverseDynamics implements AutoCloseable {
  private static final int VALUES = 4;
  private final MotionNetwork network;
  private final NDManager manager;
  private final NDArray weights;

  /**
   * Copies the weights.
   *
   * @param weights flat float32, of the network's layout
   */
  public InverseDynamics(MotionNetwork network, NDArray weights) {
    if (weights.size() != network.layout().size()) {
      throw new IllegalArgumentException(
          network.name() + " has " + network.layout().size() + " weights, got " + weights.size());
    }
    this.network = network;
    this.manager = weights.getManager().newSubManager();
    this.weights = weights.duplicate();
    this.weights.attach(manager);
  }

  /** The name of the network's architecture. */
  public String name() {
    return network.name();
  }

  /**
   * The motion of every step of every clip, in units of one commanded step.
   *
   * @param prior the frame before each clip, float32 [B,3,48,48] in [0,1], or one [1,3,48,48] for
   *     all
   * @param frames float32 [B,F,3,48,48] in [0,1]
   * @return B lists of F motions
   */
  public List<List<Motion>> motions(NDArray prior, NDArray frames) {
    Shape shape = frames.getShape();
    int clips = (int) shape.get(0);
    int steps = (int) shape.get(1);
    try (NDManager scope = manager.newSubManager()) {
      scope.tempAttachAll(prior, frames);
      Parameters p = new Parameters(network.layout(), weights, scope);
      NDArray flat = frames.reshape(-1, shape.get(2), shape.get(3), shape.get(4));
      NDArray first = network.encode(p, prior);
      NDArray rest = network.encode(p, flat);
      NDArray after = rest.reshape(clips, steps, rest.getShape().get(1), rest.getShape().get(2));
      NDArray before = before(first, after, clips, steps);
      float[] values = network.motions(p, before.reshape(rest.getShape()), rest).toFloatArray();
      return lists(values, clips, steps);
    }
  }

  /** The features of the prior frame, then of all but the last frame of each clip. */
  private static NDArray before(NDArray first, NDArray after, int clips, int steps) {
    NDArray start = first.getShape().get(0) == clips ? first : first.repeat(0, clips);
    NDArray head = start.expandDims(1);
    return steps == 1 ? head : head.concat(after.get(new NDIndex(":,0:{}", steps - 1)), 1);
  }

  private static List<List<Motion>> lists(float[] values, int clips, int steps) {
    List<List<Motion>> result = new ArrayList<>();
    for (int c = 0; c < clips; c++) {
      List<Motion> motions = new ArrayList<>();
      for (int s = 0; s < steps; s++) {
        int at = (c * steps + s) * VALUES;
        motions.add(new Motion(values[at], values[at + 1], 0, values[at + 2], values[at + 3]));
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
