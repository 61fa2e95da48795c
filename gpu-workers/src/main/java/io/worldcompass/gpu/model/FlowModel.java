package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;
import io.worldcompass.gpu.nn.WeightsFile;
import io.worldcompass.schemas.blob.Safetensors;
import java.io.IOException;
import java.nio.file.Path;

/** The built-in world model: a {@link FlowNetwork} on the latents of an {@link Autoencoder}. */
public final class FlowModel implements WorldModel {
  /** Clips of four latents, conditioned on the two before; frames of 48x48. */
  public static final ModelSpec SPEC =
      new ModelSpec("worldcompass-flow-5", 4, 2, Autoencoder.CHANNELS, 24, 24, 48, 48);

  private static final FlowNetwork NETWORK = new FlowNetwork(SPEC, true);
  private static final FlowNetwork PRETRAINED = new FlowNetwork(SPEC, false);
  private final NDManager manager;
  private final NDArray autoencoder;
  private final NDArray weights;

  /**
   * A model with weights of its own.
   *
   * @param parent the arrays live in a sub-manager of it, until {@link #close}
   * @param autoencoder flat weights of the {@link Autoencoder}, copied
   * @param weights flat weights of the network, copied
   * @param trainable whether {@link #weights} requires a gradient
   */
  public FlowModel(NDManager parent, NDArray autoencoder, NDArray weights, boolean trainable) {
    this.manager = parent.newSubManager();
    this.autoencoder = copy(autoencoder);
    this.weights = copy(weights);
    if (trainable) {
      this.weights.setRequiresGradient(true);
    }
  }

  private NDArray copy(NDArray array) {
    NDArray copy = array.duplicate();
    copy.attach(manager);
    return copy;
  }

  /**
   * The model with the weights that ship with this module.
   *
   * @throws IOException when they cannot be read
   */
  public static FlowModel shipped(NDManager parent, boolean trainable) throws IOException {
    try (NDManager scope = parent.newSubManager()) {
      return new FlowModel(
          parent,
          WeightsFile.readShipped(scope, Autoencoder.layout(), "autoencoder.safetensors"),
          WeightsFile.readShipped(scope, networkLayout(), "base.safetensors"),
          trainable);
    }
  }

  /**
   * A model with weights of files that {@code pretrain} wrote, not trainable.
   *
   * @throws IOException when they cannot be read
   * @throws IllegalArgumentException when they are not those of this model
   */
  public static FlowModel read(NDManager parent, Path autoencoder, Path base) throws IOException {
    try (NDManager scope = parent.newSubManager()) {
      return new FlowModel(
          parent,
          WeightsFile.read(scope, Autoencoder.layout(), Safetensors.read(autoencoder)),
          WeightsFile.read(scope, networkLayout(), Safetensors.read(base)),
          false);
    }
  }

  /** Names, shapes and offsets of the network's parameters. */
  public static ParameterLayout networkLayout() {
    return NETWORK.layout();
  }

  @Override
  public ModelSpec spec() {
    return SPEC;
  }

  @Override
  public ParameterLayout layout() {
    return networkLayout();
  }

  @Override
  public NDArray weights() {
    return weights;
  }

  @Override
  public void load(NDArray flat) {
    boolean trainable = weights.hasGradient();
    // A leaf that requires a gradient must not be written to; on a thread of its own the engine
    // records by default.
    if (trainable) {
      weights.setRequiresGradient(false);
    }
    weights.set(new NDIndex(":"), flat);
    if (trainable) {
      weights.setRequiresGradient(true);
    }
  }

  @Override
  public NDArray encode(NDArray frames) {
    return Autoencoder.encode(frames);
  }

  @Override
  public NDArray decode(NDArray latents) {
    return Autoencoder.decode(
        new Parameters(Autoencoder.layout(), autoencoder, latents.getManager()), latents);
  }

  @Override
  public NDList context(NDArray latents) {
    return context(new Parameters(layout(), weights, latents.getManager()), latents);
  }

  /** As {@link #context(NDArray)}, with weights that a training holds. */
  public static NDList context(Parameters parameters, NDArray latents) {
    return NETWORK.context(parameters, latents);
  }

  @Override
  public NDArray velocity(NDList context, NDArray labels, NDArray x, NDArray timesteps) {
    Parameters parameters = new Parameters(layout(), weights, x.getManager());
    return NETWORK.velocity(parameters, context, labels, x, timesteps);
  }

  /** Lets the adapters of freshly pre-trained weights [P] start as the conditioning they copy. */
  public static void startAdapters(NDArray weights) {
    NETWORK.startAdapters(weights);
  }

  /** Velocity without adapters, for pre-training, which holds the weights itself. */
  public static NDArray pretrainedVelocity(
      Parameters parameters, NDList context, NDArray labels, NDArray x, NDArray timesteps) {
    return PRETRAINED.velocity(parameters, context, labels, x, timesteps);
  }

  @Override
  public void close() {
    manager.close();
  }
}
