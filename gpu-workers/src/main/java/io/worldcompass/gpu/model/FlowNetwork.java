package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Layers;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;

/**
 * The built-in flow network over latents of {@link ModelSpec}: a clip's latents are stacked in
 * channels and folded to half their size, where residual convolutions work; below, at a quarter,
 * attention over the clip's and the context's tokens alternates with more of them. Translations and
 * rotations are two embeddings per latent; with the timestep they scale and shift every block
 * (parameters <code>*.film.*</code> and <code>condition.*</code>).
 *
 * <p>The network estimates the clean clip as a change to the last latent before it, and its
 * velocity follows: (x - estimate) / sigma. So noise need not pass through its narrow channels.
 */
final class FlowNetwork {
  private static final int FOLD = 2;
  private static final int WIDTH = 48;
  private static final int DEEP = 96;
  private static final int HEADS = 4;
  private static final int GROUPS = 8;
  private static final int EMBEDDING = 16;
  private static final int FREQUENCIES = 16;
  private static final int CONDITION = 128;
  private static final int PARTS = 9;
  private static final float LEAST_SIGMA = 0.05f;
  private static final String[] ATTENTIONS = {"attention1", "attention2"};

  private final ModelSpec spec;
  private final ParameterLayout layout;

  FlowNetwork(ModelSpec spec) {
    this.spec = spec;
    this.layout = declare(spec);
  }

  ParameterLayout layout() {
    return layout;
  }

  private static ParameterLayout declare(ModelSpec spec) {
    ParameterLayout layout = new ParameterLayout();
    int latent = spec.channels() * FOLD * FOLD;
    int clip = spec.latentsPerClip() * latent;
    layout.add("condition.translation", new Shape(PARTS, EMBEDDING), 1);
    layout.add("condition.rotation", new Shape(PARTS, EMBEDDING), 1);
    int features = spec.latentsPerClip() * 2 * EMBEDDING + 2 * FREQUENCIES;
    Layers.declareLinear(layout, "condition.in", features, CONDITION, 1);
    Layers.declareLinear(layout, "condition.hidden", CONDITION, CONDITION, 1);
    Layers.declareConv(layout, "context.in", spec.contextLatents() * latent, WIDTH, 3, 0.7);
    Shape place = new Shape(1, WIDTH, spec.latentHeight() / FOLD, spec.latentWidth() / FOLD);
    layout.add("context.place", place, 0.1);
    Layers.declareConv(layout, "context.down", WIDTH, DEEP, 4, 1);
    declareResidual(layout, "context.residual", DEEP);
    Layers.declareConv(layout, "in", clip, WIDTH, 3, 0.7);
    declareFilmed(layout, "before1", WIDTH);
    declareFilmed(layout, "before2", WIDTH);
    Layers.declareConv(layout, "down", WIDTH, DEEP, 4, 1);
    declareAttention(layout, "attention1");
    declareFilmed(layout, "deep", DEEP);
    declareAttention(layout, "attention2");
    Layers.declareConv(layout, "up", DEEP, 4 * WIDTH, 1, 0.7);
    declareFilmed(layout, "after1", WIDTH);
    declareFilmed(layout, "after2", WIDTH);
    Layers.declareConv(layout, "out", WIDTH, clip, 3, 0.1);
    return layout;
  }

  private static void declareResidual(ParameterLayout layout, String name, int width) {
    Layers.declareConv(layout, name + ".1", width, width, 3, 1);
    Layers.declareConv(layout, name + ".2", width, width, 3, 0.3);
  }

  private static void declareFilmed(ParameterLayout layout, String name, int width) {
    declareResidual(layout, name, width);
    declareFilm(layout, name, width);
  }

  private static void declareFilm(ParameterLayout layout, String name, int width) {
    Layers.declareLinear(layout, name + ".film", CONDITION, 2 * width, 0.1);
  }

  private static void declareAttention(ParameterLayout layout, String name) {
    Layers.declareLinear(layout, name + ".own", DEEP, 3 * DEEP, 0.8);
    Layers.declareLinear(layout, name + ".context", DEEP, 2 * DEEP, 0.8);
    Layers.declareLinear(layout, name + ".mix", DEEP, DEEP, 0.3);
    Layers.declareLinear(layout, name + ".wide", DEEP, 2 * DEEP, 1);
    Layers.declareLinear(layout, name + ".narrow", 2 * DEEP, DEEP, 0.3);
    declareFilm(layout, name, DEEP);
    declareFilm(layout, name + ".feed", DEEP);
  }

  /** Features of [B,k,c,h,w]: the last latent, a feature map, keys and values per attention. */
  NDList context(Parameters p, NDArray latents) {
    NDArray h = Layers.conv(p, "context.in", folded(latents)).add(p.get("context.place"));
    NDList features = new NDList(latents.get(":, {}", latents.getShape().get(1) - 1), h);
    NDArray deep = Layers.conv(p, "context.down", Layers.silu(h), 2, 1);
    NDArray tokens = Layers.layerNorm(tokens(residual(p, "context.residual", deep, null)));
    for (String name : ATTENTIONS) {
      features.addAll(Layers.linear(p, name + ".context", tokens).split(2, 2));
    }
    return features;
  }

  NDArray velocity(Parameters p, NDList context, NDArray labels, NDArray x, NDArray timesteps) {
    Shape shape = x.getShape();
    long batch = shape.get(0);
    NDList features = expand(context, batch);
    NDArray c = condition(p, labels, timesteps);
    NDArray fine = Layers.conv(p, "in", folded(x)).add(features.get(1));
    fine = residual(p, "before2", residual(p, "before1", fine, c), c);
    NDArray h = Layers.conv(p, "down", fine, 2, 1);
    h = attention(p, "attention1", h, features.get(2), features.get(3), c);
    h = residual(p, "deep", h, c);
    h = attention(p, "attention2", h, features.get(4), features.get(5), c);
    fine = fine.add(Layers.depthToSpace(Layers.conv(p, "up", h), 2));
    fine = residual(p, "after2", residual(p, "after1", fine, c), c);
    NDArray change = Layers.conv(p, "out", Layers.silu(Layers.groupNorm(fine, GROUPS)));
    NDArray estimate =
        Layers.depthToSpace(change, FOLD).reshape(shape).add(features.get(0).expandDims(1));
    NDArray sigma =
        timesteps
            .toType(DataType.FLOAT32, false)
            .div(1000)
            .maximum(LEAST_SIGMA)
            .reshape(batch, 1, 1, 1, 1);
    return x.sub(estimate).div(sigma);
  }

  /** [B,n,c,h,w] to [B,n*c*4,h/2,w/2]. */
  private static NDArray folded(NDArray x) {
    Shape s = x.getShape();
    NDArray stacked = x.reshape(s.get(0), s.get(1) * s.get(2), s.get(3), s.get(4));
    return Layers.spaceToDepth(stacked, FOLD);
  }

  private static NDList expand(NDList context, long batch) {
    long rows = context.head().getShape().get(0);
    if (batch % rows != 0) {
      throw new IllegalArgumentException(batch + " clips cannot share " + rows + " contexts");
    }
    if (batch == rows) {
      return context;
    }
    NDList expanded = new NDList(context.size());
    context.forEach(feature -> expanded.add(feature.repeat(0, batch / rows)));
    return expanded;
  }

  private NDArray condition(Parameters p, NDArray labels, NDArray timesteps) {
    long batch = labels.getShape().get(0);
    NDArray index = labels.toType(DataType.INT64, false).reshape(-1);
    NDArray translation = index.div(PARTS).floor().toType(DataType.INT64, false);
    NDArray rotation = index.sub(translation.mul(PARTS));
    NDArray actions =
        p.get("condition.translation")
            .get(translation)
            .concat(p.get("condition.rotation").get(rotation), 1)
            .reshape(batch, 2L * EMBEDDING * spec.latentsPerClip());
    NDArray c = actions.concat(waves(timesteps), 1);
    c = Layers.silu(Layers.linear(p, "condition.in", c));
    return Layers.silu(Layers.linear(p, "condition.hidden", c));
  }

  private static NDArray waves(NDArray timesteps) {
    float[] frequencies = new float[FREQUENCIES];
    for (int i = 0; i < FREQUENCIES; i++) {
      frequencies[i] = (float) (Math.PI / 1000 * Math.pow(2, i * 6.0 / FREQUENCIES));
    }
    NDArray angles =
        timesteps
            .toType(DataType.FLOAT32, false)
            .reshape(-1, 1)
            .mul(timesteps.getManager().create(frequencies).reshape(1, FREQUENCIES));
    return angles.sin().concat(angles.cos(), 1);
  }

  private static NDArray residual(Parameters p, String name, NDArray x, NDArray condition) {
    NDArray h = Layers.conv(p, name + ".1", Layers.silu(Layers.groupNorm(x, GROUPS)));
    h = Layers.groupNorm(h, GROUPS);
    if (condition != null) {
      NDArray film = Layers.linear(p, name + ".film", condition).expandDims(2).expandDims(3);
      h = film(h, film.split(2, 1));
    }
    return x.add(Layers.conv(p, name + ".2", Layers.silu(h)));
  }

  private static NDArray attention(
      Parameters p, String name, NDArray x, NDArray keys, NDArray values, NDArray condition) {
    NDArray tokens = tokens(x);
    NDArray h = film(Layers.layerNorm(tokens), film(p, name, condition));
    NDList own = Layers.linear(p, name + ".own", h).split(3, 2);
    NDArray mixed =
        Layers.attention(
            own.get(0), own.get(1).concat(keys, 1), own.get(2).concat(values, 1), HEADS);
    tokens = tokens.add(Layers.linear(p, name + ".mix", mixed));
    h = film(Layers.layerNorm(tokens), film(p, name + ".feed", condition));
    h = Layers.linear(p, name + ".narrow", Layers.silu(Layers.linear(p, name + ".wide", h)));
    return tokens.add(h).transpose(0, 2, 1).reshape(x.getShape());
  }

  private static NDList film(Parameters p, String name, NDArray condition) {
    return Layers.linear(p, name + ".film", condition).expandDims(1).split(2, 2);
  }

  private static NDArray film(NDArray h, NDList scaleAndShift) {
    return h.mul(scaleAndShift.get(0).add(1)).add(scaleAndShift.get(1));
  }

  private static NDArray tokens(NDArray x) {
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1), s.get(2) * s.get(3)).transpose(0, 2, 1);
  }
}
