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
 * channels, so that one token holds one place over the whole clip. Residual convolutions alternate
 * with attention over the clip's and the context's tokens. Translations and rotations are two
 * embeddings per latent; with the timestep they scale and shift every block (parameters <code>
 * *.film.*</code> and <code>condition.*</code>).
 *
 * <p>The network estimates the clean clip as a change to the last latent before it, and its
 * velocity follows: (x - estimate) / sigma. So noise need not pass through its narrow channels.
 */
final class FlowNetwork {
  private static final int WIDTH = 96;
  private static final int HEADS = 4;
  private static final int GROUPS = 8;
  private static final int EMBEDDING = 16;
  private static final int FREQUENCIES = 16;
  private static final int CONDITION = 128;
  private static final int PARTS = 9;
  private static final float LEAST_SIGMA = 0.05f;
  private static final String[] BLOCKS = {
    "residual1", "attention1", "residual2", "attention2", "residual3"
  };

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
    int clip = spec.latentsPerClip() * spec.channels();
    layout.add("condition.translation", new Shape(PARTS, EMBEDDING), 1);
    layout.add("condition.rotation", new Shape(PARTS, EMBEDDING), 1);
    int features = spec.latentsPerClip() * 2 * EMBEDDING + 2 * FREQUENCIES;
    Layers.declareLinear(layout, "condition.in", features, CONDITION, 1);
    Layers.declareLinear(layout, "condition.hidden", CONDITION, CONDITION, 1);
    Layers.declareConv(
        layout, "context.in", spec.contextLatents() * spec.channels(), WIDTH, 3, 0.7);
    layout.add("context.place", new Shape(1, WIDTH, spec.latentHeight(), spec.latentWidth()), 0.1);
    declareResidual(layout, "context.residual");
    Layers.declareConv(layout, "in", clip, WIDTH, 3, 0.7);
    for (String block : BLOCKS) {
      if (block.startsWith("residual")) {
        declareResidual(layout, block);
        declareFilm(layout, block);
      } else {
        declareAttention(layout, block);
      }
    }
    Layers.declareConv(layout, "out", WIDTH, clip, 3, 0.1);
    return layout;
  }

  private static void declareResidual(ParameterLayout layout, String name) {
    Layers.declareConv(layout, name + ".1", WIDTH, WIDTH, 3, 1);
    Layers.declareConv(layout, name + ".2", WIDTH, WIDTH, 3, 0.3);
  }

  private static void declareFilm(ParameterLayout layout, String name) {
    Layers.declareLinear(layout, name + ".film", CONDITION, 2 * WIDTH, 0.1);
  }

  private static void declareAttention(ParameterLayout layout, String name) {
    Layers.declareLinear(layout, name + ".own", WIDTH, 3 * WIDTH, 0.8);
    Layers.declareLinear(layout, name + ".context", WIDTH, 2 * WIDTH, 0.8);
    Layers.declareLinear(layout, name + ".mix", WIDTH, WIDTH, 0.3);
    Layers.declareLinear(layout, name + ".wide", WIDTH, 2 * WIDTH, 1);
    Layers.declareLinear(layout, name + ".narrow", 2 * WIDTH, WIDTH, 0.3);
    declareFilm(layout, name);
    declareFilm(layout, name + ".feed");
  }

  /** Features of [B,k,c,h,w]: the last latent, a feature map, keys and values per attention. */
  NDList context(Parameters p, NDArray latents) {
    Shape s = latents.getShape();
    NDArray stacked = latents.reshape(s.get(0), s.get(1) * s.get(2), s.get(3), s.get(4));
    NDArray h = Layers.conv(p, "context.in", stacked).add(p.get("context.place"));
    h = residual(p, "context.residual", h, null);
    NDList features = new NDList(latents.get(":, {}", s.get(1) - 1), h);
    NDArray tokens = Layers.layerNorm(tokens(h));
    for (String block : BLOCKS) {
      if (block.startsWith("attention")) {
        features.addAll(Layers.linear(p, block + ".context", tokens).split(2, 2));
      }
    }
    return features;
  }

  NDArray velocity(Parameters p, NDList context, NDArray labels, NDArray x, NDArray timesteps) {
    Shape shape = x.getShape();
    long batch = shape.get(0);
    NDList features = expand(context, batch);
    NDArray condition = condition(p, labels, timesteps);
    NDArray stacked = x.reshape(batch, shape.get(1) * shape.get(2), shape.get(3), shape.get(4));
    NDArray h = Layers.conv(p, "in", stacked).add(features.get(1));
    int keys = 2;
    for (String block : BLOCKS) {
      if (block.startsWith("residual")) {
        h = residual(p, block, h, condition);
      } else {
        h = attention(p, block, h, features.get(keys), features.get(keys + 1), condition);
        keys += 2;
      }
    }
    NDArray change = Layers.conv(p, "out", Layers.silu(Layers.groupNorm(h, GROUPS)));
    NDArray estimate = change.reshape(shape).add(features.get(0).expandDims(1));
    NDArray sigma =
        timesteps
            .toType(DataType.FLOAT32, false)
            .div(1000)
            .maximum(LEAST_SIGMA)
            .reshape(batch, 1, 1, 1, 1);
    return x.sub(estimate).div(sigma);
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
      NDArray film = Layers.linear(p, name + ".film", condition).reshape(-1, 2L * WIDTH, 1, 1);
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
