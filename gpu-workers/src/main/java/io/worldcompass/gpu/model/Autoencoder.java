package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import io.worldcompass.gpu.nn.Layers;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;

/**
 * Frames [N,3,48,48] in [0,1] to latents [N,24,6,6] and back: eight times smaller on each side. The
 * encoder is linear, the principal components of 8x8 patches; the decoder adds to their linear
 * inverse what a convolutional network makes of a patch and its neighbours.
 */
public final class Autoencoder {
  /** Channels of a latent. */
  public static final int CHANNELS = 24;

  /** Pixels of a frame's side per latent. */
  public static final int FACTOR = 8;

  private static final int FINE = 24;
  private static final int MIDDLE = 48;
  private static final int COARSE = 80;
  private static final int GROUPS = 8;
  private static final ParameterLayout LAYOUT = declare();

  private Autoencoder() {}

  /** The parameters of encoder and decoder. */
  public static ParameterLayout layout() {
    return LAYOUT;
  }

  private static ParameterLayout declare() {
    ParameterLayout layout = new ParameterLayout();
    Layers.declareConv(layout, "encode", 3, CHANNELS, FACTOR, 0);
    Layers.declareConv(layout, "decode.patch", CHANNELS, 3 * FACTOR * FACTOR, 1, 0);
    Layers.declareConv(layout, "decode.in", CHANNELS, COARSE, 3, 1);
    declareResidual(layout, "decode.coarse1", COARSE);
    declareResidual(layout, "decode.coarse2", COARSE);
    Layers.declareConv(layout, "decode.up1", COARSE, 4 * MIDDLE, 3, 1);
    declareResidual(layout, "decode.middle", MIDDLE);
    Layers.declareConv(layout, "decode.up2", MIDDLE, 4 * FINE, 3, 1);
    Layers.declareConv(layout, "decode.out", FINE, 12, 3, 0);
    return layout;
  }

  private static void declareResidual(ParameterLayout layout, String name, int channels) {
    Layers.declareConv(layout, name + ".1", channels, channels, 3, 1);
    Layers.declareConv(layout, name + ".2", channels, channels, 3, 0.3);
  }

  /** Latents of frames: zero mean, unit variance over all channels together. */
  public static NDArray encode(Parameters p, NDArray frames) {
    return Layers.conv(p, "encode", frames, FACTOR, 0);
  }

  /** Frames of latents, clipped to [0,1]. */
  public static NDArray decode(Parameters p, NDArray latents) {
    return decodeOpen(p, latents).clip(0, 1);
  }

  /** As {@link #decode}, not clipped, so that a loss has a gradient everywhere. */
  public static NDArray decodeOpen(Parameters p, NDArray latents) {
    NDArray patches = Layers.depthToSpace(Layers.conv(p, "decode.patch", latents), FACTOR);
    NDArray x = Layers.conv(p, "decode.in", latents);
    x = residual(p, "decode.coarse1", x);
    x = residual(p, "decode.coarse2", x);
    x = Layers.depthToSpace(Layers.conv(p, "decode.up1", x), 2);
    x = residual(p, "decode.middle", x);
    x = Layers.depthToSpace(Layers.silu(Layers.conv(p, "decode.up2", x)), 2);
    return patches.add(Layers.depthToSpace(Layers.conv(p, "decode.out", x), 2));
  }

  private static NDArray residual(Parameters p, String name, NDArray x) {
    NDArray h = Layers.conv(p, name + ".1", Layers.silu(Layers.groupNorm(x, GROUPS)));
    return x.add(Layers.conv(p, name + ".2", Layers.silu(h)));
  }
}
