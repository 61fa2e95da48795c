package io.worldcompass.gpu.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.ParameterLayout;

/** A model whose camera never moves: latents are pixels, and every clip repeats the last frame. */
final class StillModel implements WorldModel {
  private static final int SIZE = 48;
  private static final ModelSpec SPEC = new ModelSpec("still", 4, 2, 3, SIZE, SIZE, SIZE, SIZE);
  private final NDArray weights;

  StillModel(NDManager manager) {
    this.weights = manager.zeros(new Shape(1));
  }

  @Override
  public ModelSpec spec() {
    return SPEC;
  }

  @Override
  public ParameterLayout layout() {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDArray weights() {
    return weights;
  }

  @Override
  public void load(NDArray flat) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NDArray encode(NDArray frames) {
    return frames.duplicate();
  }

  @Override
  public NDArray decode(NDArray latents) {
    return latents.duplicate();
  }

  @Override
  public NDList context(NDArray latents) {
    return new NDList(latents.get(new NDIndex(":,-1:")));
  }

  /** Leads from any noise to the last frame in one step of the sampler. */
  @Override
  public NDArray velocity(NDList context, NDArray labels, NDArray x, NDArray timesteps) {
    NDArray last = context.head();
    return x.sub(last.repeat(0, x.getShape().get(0) / last.getShape().get(0)));
  }

  @Override
  public void close() {
    weights.close();
  }
}
