package io.worldcompass.gpu.model;

import ai.djl.ndarray.types.Shape;

/**
 * The sizes of a world model.
 *
 * @param name identifies the architecture; weights of another name do not fit
 * @param latentsPerClip L, latents that are generated at once
 * @param contextLatents k, latents before a clip that {@link WorldModel#context} takes
 * @param channels of a latent
 * @param latentHeight rows of a latent
 * @param latentWidth columns of a latent
 * @param frameHeight pixels
 * @param frameWidth pixels
 */
public record ModelSpec(
    String name,
    int latentsPerClip,
    int contextLatents,
    int channels,
    int latentHeight,
    int latentWidth,
    int frameHeight,
    int frameWidth) {

  /** [c, h, w]. */
  public Shape latentShape() {
    return new Shape(channels, latentHeight, latentWidth);
  }

  /** [b, L, c, h, w]. */
  public Shape clipShape(long b) {
    return new Shape(b, latentsPerClip, channels, latentHeight, latentWidth);
  }
}
