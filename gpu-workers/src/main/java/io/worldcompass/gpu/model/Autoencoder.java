package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Layers;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;

/**
 * Frames [N,3,48,48] in [0,1] to latents [N,3,24,24] and back. The encoder averages 2x2 pixels; the
 * decoder is a trained convolutional network that puts the detail back. A latent that is still a
 * small picture moves with the camera in steps that a small flow network learns; stronger codes
 * (eight times smaller, learned or principal components) were learned far too slowly.
 */
public final class Autoencoder {
  /** Channels of a latent. */
  public static final int CHANNELS = 3;

  /** Pixels of a frame's side per latent. */
  public static final int FACTOR = 2;

  // Pixels have a deviation of about a quarter, latents of one.
  private static final int CONTRAST = 4;
  private static final float GREY = 0.5f;
  private static final int WIDTH = 48;
  private static final int FINE = 16;
  private static final int GROUPS = 8;
  private static final ParameterLayout LAYOUT = declare();

  private Autoencoder() {}

  /** The parameters of the decoder; the encoder has none. */
  public static ParameterLayout layout() {
    return LAYOUT;
  }

  private static ParameterLayout declare() {
    ParameterLayout layout = new ParameterLayout();
    Layers.declareConv(layout, "decode.in", 4 * CHANNELS, WIDTH, 3, 1);
    declareResidual(layout, "decode.residual1");
    declareResidual(layout, "decode.residual2");
    Layers.declareConv(layout, "decode.up", WIDTH, 4 * FINE, 3, 1);
    Layers.declareConv(layout, "decode.out", FINE, 12, 3, 0);
    return layout;
  }

  private static void declareResidual(ParameterLayout layout, String name) {
    Layers.declareConv(layout, name + ".1", WIDTH, WIDTH, 3, 1);
    Layers.declareConv(layout, name + ".2", WIDTH, WIDTH, 3, 0.3);
  }

  /** Latents of frames: about zero mean and unit variance. */
  public static NDArray encode(NDArray frames) {
    Shape s = frames.getShape();
    long rows = s.get(2) / FACTOR;
    long columns = s.get(3) / FACTOR;
    NDArray halves = frames.reshape(s.get(0) * 3 * rows, FACTOR, columns, FACTOR);
    return halves
        .mean(new int[] {3})
        .mean(new int[] {1})
        .sub(GREY)
        .mul(CONTRAST)
        .reshape(s.get(0), 3, rows, columns);
  }

  /** Frames of latents, clipped to [0,1]. */
  public static NDArray decode(Parameters p, NDArray latents) {
    return decodeOpen(p, latents).clip(0, 1);
  }

  /** As {@link #decode}, not clipped, so that a loss has a gradient everywhere. */
  public static NDArray decodeOpen(Parameters p, NDArray latents) {
    NDArray x = Layers.conv(p, "decode.in", Layers.spaceToDepth(latents, 2));
    x = residual(p, "decode.residual1", x);
    x = residual(p, "decode.residual2", x);
    x = Layers.silu(Layers.depthToSpace(Layers.conv(p, "decode.up", x), 2));
    NDArray detail = Layers.depthToSpace(Layers.conv(p, "decode.out", x), 2);
    NDArray coarse = latents.div(CONTRAST).add(GREY).repeat(2, FACTOR).repeat(3, FACTOR);
    return coarse.add(detail);
  }

  private static NDArray residual(Parameters p, String name, NDArray x) {
    NDArray h = Layers.conv(p, name + ".1", Layers.silu(Layers.groupNorm(x, GROUPS)));
    return x.add(Layers.conv(p, name + ".2", Layers.silu(h)));
  }
}
