package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Layers;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;

/**
 * Frames [N,3,48,48] in [0,1] to latents [N,16,6,6] and back: eight times smaller on each side. The
 * latents' means and deviations per channel are parameters, measured when training ends.
 */
public final class Autoencoder {
  /** Channels of a latent. */
  public static final int CHANNELS = 16;

  /** Pixels of a frame's side per latent. */
  public static final int FACTOR = 8;

  private static final int FINE = 24;
  private static final int MIDDLE = 48;
  private static final int COARSE = 80;
  private static final int DEEP = 96;
  private static final int GROUPS = 8;
  private static final ParameterLayout LAYOUT = declare();

  private Autoencoder() {}

  /** The parameters of encoder and decoder. */
  public static ParameterLayout layout() {
    return LAYOUT;
  }

  private static ParameterLayout declare() {
    ParameterLayout layout = new ParameterLayout();
    layout.add("latent.mean", new Shape(CHANNELS), 0);
    layout.add("latent.deviation", new Shape(CHANNELS), 0);
    Layers.declareConv(layout, "encode.in", 12, FINE, 3, 1);
    Layers.declareConv(layout, "encode.down1", FINE, MIDDLE, 4, 1);
    declareResidual(layout, "encode.middle", MIDDLE);
    Layers.declareConv(layout, "encode.down2", MIDDLE, COARSE, 4, 1);
    declareResidual(layout, "encode.coarse", COARSE);
    Layers.declareConv(layout, "encode.out", COARSE, CHANNELS, 1, 1);
    Layers.declareConv(layout, "decode.in", CHANNELS, DEEP, 3, 1);
    declareResidual(layout, "decode.coarse1", DEEP);
    declareResidual(layout, "decode.coarse2", DEEP);
    declareResidual(layout, "decode.coarse3", DEEP);
    Layers.declareConv(layout, "decode.up1", DEEP, 4 * MIDDLE, 3, 1);
    declareResidual(layout, "decode.middle1", MIDDLE);
    declareResidual(layout, "decode.middle2", MIDDLE);
    Layers.declareConv(layout, "decode.up2", MIDDLE, 4 * FINE, 3, 1);
    Layers.declareConv(layout, "decode.out", FINE, 12, 3, 0.3);
    return layout;
  }

  private static void declareResidual(ParameterLayout layout, String name, int channels) {
    Layers.declareConv(layout, name + ".1", channels, channels, 3, 1);
    Layers.declareConv(layout, name + ".2", channels, channels, 3, 0.3);
  }

  /** Normalised latents of frames. */
  public static NDArray encode(Parameters p, NDArray frames) {
    return raw(p, frames)
        .sub(p.get("latent.mean").reshape(1, CHANNELS, 1, 1))
        .div(p.get("latent.deviation").reshape(1, CHANNELS, 1, 1));
  }

  /** Latents before normalisation. */
  public static NDArray raw(Parameters p, NDArray frames) {
    NDArray x = Layers.spaceToDepth(frames.sub(0.5f).mul(4), 2);
    x = Layers.silu(Layers.conv(p, "encode.in", x));
    x = Layers.conv(p, "encode.down1", x, 2, 1);
    x = residual(p, "encode.middle", x);
    x = Layers.conv(p, "encode.down2", x, 2, 1);
    x = residual(p, "encode.coarse", x);
    return Layers.conv(p, "encode.out", x);
  }

  /** Frames of normalised latents, clipped to [0,1]. */
  public static NDArray decode(Parameters p, NDArray latents) {
    return decodeOpen(p, latents).clip(0, 1);
  }

  /** As {@link #decode}, not clipped, so that a loss has a gradient everywhere. */
  public static NDArray decodeOpen(Parameters p, NDArray latents) {
    NDArray x = Layers.conv(p, "decode.in", latents);
    x = residual(p, "decode.coarse1", x);
    x = residual(p, "decode.coarse2", x);
    x = residual(p, "decode.coarse3", x);
    x = Layers.depthToSpace(Layers.conv(p, "decode.up1", x), 2);
    x = residual(p, "decode.middle1", x);
    x = residual(p, "decode.middle2", x);
    x = Layers.depthToSpace(Layers.silu(Layers.conv(p, "decode.up2", x)), 2);
    x = Layers.depthToSpace(Layers.conv(p, "decode.out", x), 2);
    return Layers.scale(x, 0.5).add(0.5f);
  }

  private static NDArray residual(Parameters p, String name, NDArray x) {
    NDArray h = Layers.conv(p, name + ".1", Layers.silu(Layers.groupNorm(x, GROUPS)));
    return x.add(Layers.conv(p, name + ".2", Layers.silu(h)));
  }
}
