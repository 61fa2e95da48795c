package io.worldcompass.gpu.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Clips of several scenarios at once, each from the clips before it (spec S4, S5). All arguments of
 * one call have B rows, one per scenario.
 */
public final class ClipGenerator {
  private final WorldModel model;
  private final Sampler sampler;

  public ClipGenerator(WorldModel model, NoiseSchedule schedule) {
    this.model = model;
    this.sampler = new Sampler(model, schedule);
  }

  /**
   * Continues a prefix clip by clip, each on the model's own output.
   *
   * @param prefix [B,T,c,h,w], T >= 1, the latents of the observation, or more
   * @param labels [B,n*L] for n clips
   * @param seeds per clip, then per row: n times B
   * @return [B,T+n*L,c,h,w], in the prefix's manager
   */
  public NDArray extend(NDArray prefix, NDArray labels, long[][] seeds) {
    int perClip = model.spec().latentsPerClip();
    NDManager manager = prefix.getManager();
    NDArray all = prefix.duplicate();
    for (int clip = 0; clip < seeds.length; clip++) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray actions = labels.get(new NDIndex(":, {}:{}", clip * perClip, (clip + 1) * perClip));
        actions.attach(scope);
        NDArray next = candidates(scope, all, actions, seeds[clip]);
        NDArray longer = all.concat(next, 1);
        all.close();
        all = longer;
        all.attach(manager);
      }
    }
    return all;
  }

  /**
   * G candidates of the next clip of every row; the context is computed once per row.
   *
   * @param manager holds everything that is made
   * @param prefix [B,T,c,h,w]
   * @param labels [B,L]
   * @param seeds B*G of them, row after row
   * @return [B*G,L,c,h,w]
   */
  public NDArray candidates(NDManager manager, NDArray prefix, NDArray labels, long... seeds) {
    NDArray last = lastLatents(prefix, model.spec().contextLatents());
    last.attach(manager);
    NDList context = model.context(last);
    long group = seeds.length / labels.getShape().get(0);
    NDArray actions = labels.repeat(0, group);
    actions.attach(manager);
    return sampler.sample(context, actions, Sampler.noise(manager, model.spec(), seeds));
  }

  /** The last k latents [B,k,c,h,w] of a prefix; its first is repeated where it is shorter. */
  public static NDArray lastLatents(NDArray prefix, int k) {
    Shape shape = prefix.getShape();
    long length = shape.get(1);
    if (length >= k) {
      return prefix.get(new NDIndex(":, {}:", length - k));
    }
    try (NDArray first = prefix.get(new NDIndex(":, 0:1"))) {
      try (NDArray repeated = first.repeat(1, k - length)) {
        return repeated.concat(prefix, 1);
      }
    }
  }
}
