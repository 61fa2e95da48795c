package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.worldcompass.gpu.nn.ParameterLayout;

/**
 * An autoregressive clip model by flow matching; one instance holds one set of weights. Not
 * thread-safe. Results attach to the manager of the first argument; the caller scopes them.
 */
public interface WorldModel extends AutoCloseable {
  /** Sizes; constant. */
  ModelSpec spec();

  /** Names, shapes and offsets in {@link #weights}. */
  ParameterLayout layout();

  /** Flat float32 [P], the live leaf; it requires a gradient when the instance is trainable. */
  NDArray weights();

  /**
   * Copies values into {@link #weights}.
   *
   * @param flat float32 [P]
   */
  void load(NDArray flat);

  /**
   * Frames to normalised latents, by the frozen autoencoder.
   *
   * @param frames float32 [N,3,H,W] in [0,1]
   * @return [N,c,h,w], about zero mean and unit variance
   */
  NDArray encode(NDArray frames);

  /**
   * Latents to frames, by the frozen autoencoder.
   *
   * @param latents [N,c,h,w]
   * @return [N,3,H,W] in [0,1]
   */
  NDArray decode(NDArray latents);

  /**
   * What the model needs to know of the clips before (spec S4), computed once per prefix and reused
   * for every candidate and step.
   *
   * @param latents [B,k,c,h,w], the last k latents before the clip, oldest first; a scenario's
   *     first latent is repeated where fewer exist
   * @return features, the first axis of each is B
   */
  NDList context(NDArray latents);

  /**
   * The velocity of the flow, noise minus data.
   *
   * @param context features for B rows or for a divisor n of B rows: of n rows, row i serves the
   *     rows i*B/n to (i+1)*B/n - 1
   * @param labels int32 or int64 [B,L] in 0..80 (spec S6)
   * @param x noisy clips [B,L,c,h,w]
   * @param timesteps [B] in 0..1000 (spec S1), any numeric type
   * @return like x
   */
  NDArray velocity(NDList context, NDArray labels, NDArray x, NDArray timesteps);

  @Override
  void close();
}
