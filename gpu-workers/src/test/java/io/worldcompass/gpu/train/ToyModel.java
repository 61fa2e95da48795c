package io.worldcompass.gpu.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.ParameterLayout;
import java.util.Random;

/**
 * A velocity of one hidden layer, which every input reaches; small enough for finite differences.
 */
final class ToyModel implements WorldModel {
  static final ModelSpec SPEC = new ModelSpec("toy", 2, 2, 2, 1, 2, 8, 16);
  private static final int CLIP = 8;
  private static final int HIDDEN = 6;

  private final ParameterLayout layout = new ParameterLayout();
  private final NDManager manager;
  private final NDArray weights;

  ToyModel(NDManager parent, boolean trainable) {
    this(parent, trainable, DataType.FLOAT32);
  }

  ToyModel(NDManager parent, boolean trainable, DataType type) {
    layout.add("context", new Shape(CLIP, HIDDEN), 0.5);
    layout.add("in", new Shape(CLIP, HIDDEN), 0.5);
    layout.add("film.action", new Shape(2, HIDDEN), 0.5);
    layout.add("film.time", new Shape(1, HIDDEN), 0.5);
    layout.add("out", new Shape(HIDDEN, CLIP), 0.5);
    manager = parent.newSubManager();
    weights = manager.create(layout.initial(7)).toType(type, true);
    weights.setRequiresGradient(trainable);
  }

  /** Weights to start from; another seed, other weights. */
  static float[] weights(long seed) {
    try (NDManager manager = NDManager.newBaseManager();
        ToyModel model = new ToyModel(manager, false)) {
      Random random = new Random(seed);
      float[] values = model.weights().toFloatArray();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.1 * random.nextGaussian());
      }
      return values;
    }
  }

  @Override
  public ModelSpec spec() {
    return SPEC;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public NDArray weights() {
    return weights;
  }

  @Override
  public void load(NDArray flat) {
    weights.set(new NDIndex(":"), flat);
  }

  @Override
  public NDArray encode(NDArray frames) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDArray decode(NDArray latents) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDList context(NDArray latents) {
    NDList p = layout.split(weights, latents.getManager());
    return new NDList(latents.reshape(latents.getShape().get(0), CLIP).matMul(p.get(0)));
  }

  @Override
  public NDArray velocity(NDList context, NDArray labels, NDArray x, NDArray timesteps) {
    NDList p = layout.split(weights, x.getManager());
    long rows = x.getShape().get(0);
    NDArray features = context.head().repeat(0, rows / context.head().getShape().get(0));
    NDArray hidden =
        features
            .add(x.reshape(rows, CLIP).matMul(p.get(1)))
            .add(labels.toType(x.getDataType(), false).div(80).matMul(p.get(2)))
            .add(
                timesteps
                    .toType(x.getDataType(), false)
                    .div(1000)
                    .reshape(rows, 1)
                    .matMul(p.get(3)))
            .tanh();
    return hidden.matMul(p.get(4)).reshape(x.getShape());
  }

  @Override
  public void close() {
    manager.close();
  }
}
