package io.worldcompass.gpu.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;

/**
 * Layers as functions of {@link Parameters}, and the declarations that add their parameters to a
 * {@link ParameterLayout}. A layer named n owns n.weight and n.bias.
 */
public final class Layers {
  private static final float EPSILON = 1e-5f;

  private Layers() {}

  /** Declares a convolution; gain 1 keeps the variance of a SiLU's output, 0 starts at zero. */
  public static void declareConv(
      ParameterLayout layout, String name, int in, int out, int kernel, double gain) {
    double deviation = gain * Math.sqrt(1.6 / ((double) in * kernel * kernel));
    layout.add(name + ".weight", new Shape(out, in, kernel, kernel), deviation);
    layout.add(name + ".bias", new Shape(out), 0);
  }

  /** Declares a fully connected layer. */
  public static void declareLinear(
      ParameterLayout layout, String name, int in, int out, double gain) {
    layout.add(name + ".weight", new Shape(out, in), gain * Math.sqrt(1.6 / in));
    layout.add(name + ".bias", new Shape(out), 0);
  }

  /** Convolution [N,C,H,W] with stride 1 that keeps height and width (odd kernels). */
  public static NDArray conv(Parameters p, String name, NDArray x) {
    NDArray weight = p.get(name + ".weight");
    return conv(p, name, x, 1, (weight.getShape().get(2) - 1) / 2);
  }

  /** Convolution [N,C,H,W]. */
  public static NDArray conv(Parameters p, String name, NDArray x, long stride, long padding) {
    return Conv2d.conv2d(
            x,
            p.get(name + ".weight"),
            p.get(name + ".bias"),
            new Shape(stride, stride),
            new Shape(padding, padding))
        .head();
  }

  /** Fully connected over the last axis. */
  public static NDArray linear(Parameters p, String name, NDArray x) {
    return Linear.linear(x, p.get(name + ".weight"), p.get(name + ".bias")).head();
  }

  /** x * sigmoid(x). */
  public static NDArray silu(NDArray x) {
    return x.mul(Activation.sigmoid(x));
  }

  /** Group normalisation of [N,C,H,W] without scale and shift. */
  public static NDArray groupNorm(NDArray x, int groups) {
    Shape shape = x.getShape();
    Shape inner = new Shape(shape.size() / shape.get(0) / groups);
    return normalise(x.reshape(shape.get(0), groups, inner.size()), inner).reshape(shape);
  }

  /** Normalisation over the last axis without scale and shift. */
  public static NDArray layerNorm(NDArray x) {
    return normalise(x, new Shape(x.getShape().get(x.getShape().dimension() - 1)));
  }

  private static NDArray normalise(NDArray x, Shape inner) {
    NDArray one = x.getManager().ones(inner);
    NDArray zero = x.getManager().zeros(inner);
    return LayerNorm.layerNorm(x, inner, one, zero, EPSILON).head();
  }

  /** [N,C,H,W] to [N,C*f*f,H/f,W/f]. */
  public static NDArray spaceToDepth(NDArray x, long f) {
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1), s.get(2) / f, f, s.get(3) / f, f)
        .transpose(0, 1, 3, 5, 2, 4)
        .reshape(s.get(0), s.get(1) * f * f, s.get(2) / f, s.get(3) / f);
  }

  /** [N,C*f*f,H,W] to [N,C,H*f,W*f], the inverse of {@link #spaceToDepth}. */
  public static NDArray depthToSpace(NDArray x, long f) {
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1) / (f * f), f, f, s.get(2), s.get(3))
        .transpose(0, 1, 4, 2, 5, 3)
        .reshape(s.get(0), s.get(1) / (f * f), s.get(2) * f, s.get(3) * f);
  }

  /** Scaled dot-product attention; q [B,T,D], k and v [B,S,D]. */
  public static NDArray attention(NDArray q, NDArray k, NDArray v, int heads) {
    NDArray scores =
        Scalars.times(heads(q, heads), 1 / Math.sqrt((double) q.getShape().get(2) / heads))
            .batchMatMul(heads(k, heads).transpose(0, 2, 1));
    NDArray mixed = scores.softmax(2).batchMatMul(heads(v, heads));
    Shape s = q.getShape();
    return mixed
        .reshape(s.get(0), heads, s.get(1), s.get(2) / heads)
        .transpose(0, 2, 1, 3)
        .reshape(s);
  }

  private static NDArray heads(NDArray x, int heads) {
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1), heads, s.get(2) / heads)
        .transpose(0, 2, 1, 3)
        .reshape(s.get(0) * heads, s.get(1), s.get(2) / heads);
  }
}
