package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Layers;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;
import io.worldcompass.gpu.nn.Scalars;

/**
 * The built-in flow network over latents of {@link ModelSpec}: a clip's latents are stacked in
 * channels and folded to half their size, where residual convolutions work; below, at a quarter,
 * attention over the clip's and the context's tokens alternates with more of them. Translations and
 * rotations are two embeddings per latent; with the timestep they scale and shift every block
 * (parameters <code>*.film.*</code> and <code>condition.*</code>). Of that conditioning there are
 * two copies (<code>adapter.*</code>), one for composite commands and one for all others. They are
 * what post-training trains: what is learned of one kind leaves the other as it was.
 *
 * <p>The network estimates the clean clip as the last latent before it, displaced and changed, and
 * its velocity follows: (x - estimate) / sigma. So noise need not pass through its narrow channels.
 */
final class FlowNetwork {
  private static final int FOLD = 2;
  private static final int WIDTH = 32;
  private static final int DEEP = 96;
  private static final int HEADS = 4;
  private static final int GROUPS = 8;
  private static final int EMBEDDING = 16;
  private static final int FREQUENCIES = 16;
  private static final int CONDITION = 128;
  private static final int PARTS = 9;
  private static final int FIRST_DIAGONAL = 5;
  private static final String CONDITIONING = "condition";
  private static final String EXECUTION = ".execution";
  private static final String BASIC_ADAPTER = "adapter.basic";
  private static final String COMPOSITE_ADAPTER = "adapter.composite";
  private static final int NOISE_FREQUENCIES = 3;
  // A translation's and a rotation's.
  private static final int MOTIONS = 2;
  // Displacements in latents of a unit output: a clip's turn moves the view by about eight.
  private static final double REACH = 4;
  private static final float LEAST_SIGMA = 0.05f;
  private static final String[] ATTENTIONS = {"attention1", "attention2"};

  private final ModelSpec spec;
  private final ParameterLayout layout;
  private final NoiseCoordinates coordinates;
  private final boolean adapted;

  /**
   * @param adapted whether the adapters condition, or the pre-trained conditioning itself
   */
  FlowNetwork(ModelSpec spec, boolean adapted) {
    this.spec = spec;
    this.adapted = adapted;
    this.coordinates = new NoiseCoordinates(spec);
    this.layout = declare(spec);
  }

  ParameterLayout layout() {
    return layout;
  }

  private static ParameterLayout declare(ModelSpec spec) {
    ParameterLayout layout = new ParameterLayout();
    int latent = spec.channels() * FOLD * FOLD;
    int clip = spec.latentsPerClip() * latent;
    declareCondition(layout, CONDITIONING, spec);
    Layers.declareConv(layout, "context.in", spec.contextLatents() * latent, WIDTH, 3, 0.7);
    Shape place = new Shape(1, WIDTH, spec.latentHeight() / FOLD, spec.latentWidth() / FOLD);
    layout.add("context.place", place, 0.1);
    Layers.declareConv(layout, "context.down", WIDTH, DEEP, 4, 1);
    declareResidual(layout, "context.residual", DEEP);
    Layers.declareConv(layout, "in", clip, WIDTH, 3, 0.7);
    declareFilmed(layout, "before", WIDTH);
    Layers.declareConv(layout, "down", WIDTH, DEEP, 4, 1);
    declareAttention(layout, "attention1");
    declareFilmed(layout, "deep1", DEEP);
    declareAttention(layout, "attention2");
    declareFilmed(layout, "deep2", DEEP);
    Layers.declareConv(layout, "up", DEEP, 4 * WIDTH, 1, 0.7);
    declareFilmed(layout, "after1", WIDTH);
    int steps = spec.latentsPerClip();
    Layers.declareConv(layout, "displace", WIDTH, 2 * MOTIONS * steps, 3, 0.1);
    Layers.declareLinear(layout, "execute", CONDITION, MOTIONS * steps, 0.1);
    Layers.declareConv(layout, "moved", WIDTH + clip, WIDTH, 3, 0.7);
    declareFilmed(layout, "after2", WIDTH);
    Layers.declareConv(layout, "out", WIDTH, clip, 3, 0.1);
    declareCondition(layout, BASIC_ADAPTER, spec);
    declareCondition(layout, COMPOSITE_ADAPTER, spec);
    return layout;
  }

  private static void declareCondition(ParameterLayout layout, String name, ModelSpec spec) {
    layout.add(name + ".translation", new Shape(PARTS, EMBEDDING), 1);
    layout.add(name + ".rotation", new Shape(PARTS, EMBEDDING), 1);
    int features = spec.latentsPerClip() * 2 * EMBEDDING + 2 * FREQUENCIES;
    declareHidden(layout, name, features);
    int waves = 2 * NoiseCoordinates.COUNT * NOISE_FREQUENCIES;
    declareHidden(layout, name + EXECUTION, features + waves);
  }

  private static void declareHidden(ParameterLayout layout, String name, int features) {
    Layers.declareLinear(layout, name + ".in", features, CONDITION, 1);
    Layers.declareLinear(layout, name + ".hidden", CONDITION, CONDITION, 1);
  }

  /** Lets both adapters start as copies of the pre-trained conditioning. */
  void startAdapters(NDArray flat) {
    NDList values = layout.split(flat.stopGradient(), flat.getManager());
    for (ParameterLayout.Entry entry : layout.entries()) {
      if (entry.name().startsWith(CONDITIONING + ".")) {
        String part = entry.name().substring(CONDITIONING.length());
        NDArray trained = values.get(layout.index(entry.name()));
        layout.set(flat, BASIC_ADAPTER + part, trained);
        layout.set(flat, COMPOSITE_ADAPTER + part, trained);
      }
    }
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
    NDList conditions = condition(p, labels, timesteps, coordinates.of(x));
    NDArray c = conditions.get(0);
    NDArray execution = conditions.get(1);
    NDArray fine = Layers.conv(p, "in", folded(x)).add(features.get(1));
    fine = residual(p, "before", fine, c);
    NDArray h = Layers.conv(p, "down", fine, 2, 1);
    h = attention(p, "attention1", h, features.get(2), features.get(3), c);
    h = residual(p, "deep1", h, c);
    h = attention(p, "attention2", h, features.get(4), features.get(5), c);
    h = residual(p, "deep2", h, c);
    fine = fine.add(Layers.depthToSpace(Layers.conv(p, "up", h), 2));
    fine = activated(residual(p, "after1", fine, c));
    NDArray moved = moved(features.get(0), displacements(p, fine, execution));
    fine = Layers.conv(p, "moved", fine.concat(folded(moved), 1));
    fine = activated(residual(p, "after2", fine, execution));
    NDArray change = Layers.depthToSpace(Layers.conv(p, "out", fine), FOLD).reshape(shape);
    NDArray estimate = moved.add(change);
    NDArray sigma =
        timesteps
            .toType(DataType.FLOAT32, false)
            .div(1000)
            .maximum(LEAST_SIGMA)
            .reshape(batch, 1, 1, 1, 1);
    return x.sub(estimate).div(sigma);
  }

  /**
   * Displacements [B,2*L,h/2,w/2], across then down: the translation's and the rotation's, each by
   * as much as it is executed, add up, as the motions of a camera do.
   */
  private NDArray displacements(Parameters p, NDArray fine, NDArray execution) {
    NDArray each = Layers.conv(p, "displace", fine);
    Shape s = each.getShape();
    long steps = spec.latentsPerClip();
    NDArray executed = Layers.linear(p, "execute", execution).add(1);
    return each.reshape(s.get(0), 2, MOTIONS, steps, s.get(2), s.get(3))
        .mul(executed.reshape(s.get(0), 1, MOTIONS, steps, 1, 1))
        .sum(new int[] {2})
        .reshape(s.get(0), 2 * steps, s.get(2), s.get(3));
  }

  /** The last latent [B,c,h,w], displaced for every latent of the clip: [B,L,c,h,w]. */
  private NDArray moved(NDArray last, NDArray displacements) {
    NDList parts = Scalars.times(displacements, REACH).repeat(2, FOLD).repeat(3, FOLD).split(2, 1);
    return Warp.of(last, parts.get(0), parts.get(1));
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

  /** What the command is, and how it is executed: [B,128] each. Only the latter sees the noise. */
  private NDList condition(Parameters p, NDArray labels, NDArray timesteps, NDArray noise) {
    NDArray index = labels.toType(DataType.INT64, false).reshape(-1);
    NDArray translation = index.div(PARTS).floor().toType(DataType.INT64, false);
    NDArray rotation = index.sub(translation.mul(PARTS));
    NDArray level = waves(timesteps);
    NDArray seen = NoiseCoordinates.waves(noise, NOISE_FREQUENCIES);
    if (!adapted) {
      return condition(p, CONDITIONING, translation, rotation, level, seen);
    }
    NDArray isComposite =
        composite(translation, rotation)
            .reshape(labels.getShape().get(0), -1)
            .max(new int[] {1}, true);
    NDList composite = condition(p, COMPOSITE_ADAPTER, translation, rotation, level, seen);
    NDList basic = condition(p, BASIC_ADAPTER, translation, rotation, level, seen);
    return new NDList(
        chosen(isComposite, composite.get(0), basic.get(0)),
        chosen(isComposite, composite.get(1), basic.get(1)));
  }

  private static NDArray chosen(NDArray isFirst, NDArray first, NDArray second) {
    return first.mul(isFirst).add(second.mul(isFirst.neg().add(1)));
  }

  private NDList condition(
      Parameters p,
      String name,
      NDArray translation,
      NDArray rotation,
      NDArray level,
      NDArray noise) {
    NDArray command =
        p.get(name + ".translation")
            .get(translation)
            .concat(p.get(name + ".rotation").get(rotation), 1)
            .reshape(level.getShape().get(0), 2L * EMBEDDING * spec.latentsPerClip())
            .concat(level, 1);
    return new NDList(
        hidden(p, name, command), hidden(p, name + EXECUTION, command.concat(noise, 1)));
  }

  private static NDArray hidden(Parameters p, String name, NDArray features) {
    NDArray h = Layers.silu(Layers.linear(p, name + ".in", features));
    return Layers.silu(Layers.linear(p, name + ".hidden", h));
  }

  /** 1 where both parts are commanded, or a diagonal (spec S6), else 0. */
  private static NDArray composite(NDArray translation, NDArray rotation) {
    return translation
        .gt(0)
        .logicalAnd(rotation.gt(0))
        .logicalOr(translation.gte(FIRST_DIAGONAL))
        .logicalOr(rotation.gte(FIRST_DIAGONAL))
        .toType(DataType.FLOAT32, false);
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

  private static NDArray activated(NDArray fine) {
    return Layers.silu(Layers.groupNorm(fine, GROUPS));
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
