package io.worldcompass.gpu.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.model.ClipGenerator;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.blob.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sample-level rollouts, what WorldCompass is compared with: every candidate is a whole sequence of
 * clips from the first frame on, instead of one clip behind a shared prefix.
 */
public final class WholeRollouts implements AutoCloseable {
  private final NDManager manager;
  private final WorldModel model;
  private final ClipGenerator clips;

  /**
   * A generator.
   *
   * @param parent tensors live in sub-managers of it
   * @param model closed with this
   */
  public WholeRollouts(NDManager parent, WorldModel model, NoiseSchedule schedule) {
    this.manager = parent.newSubManager();
    this.model = model;
    this.clips = new ClipGenerator(model, schedule);
  }

  /**
   * One candidate.
   *
   * @param contexts float32 [k,c,h,w], the latents before each clip
   * @param latents float32 [L,c,h,w] of each clip
   * @param frames uint8 [F,H,W,3] of all clips
   */
  public record Candidate(List<Tensor> contexts, List<Tensor> latents, Tensor frames) {}

  /**
   * The candidates of a task.
   *
   * @param labels action labels of each clip's latents
   * @param candidates by index
   */
  public record Group(List<List<Integer>> labels, List<Candidate> candidates) {}

  /** Swaps the policy weights, float32 [parameters]. */
  public void load(Tensor policy) {
    try (NDManager scope = manager.newSubManager()) {
      model.load(TensorArrays.toArray(scope, policy));
    }
  }

  /**
   * Generates all clips of a task for each of its G candidates.
   *
   * @param observation uint8 [H,W,3], the initial frame, or [N,H,W,3], a short clip that ends with
   *     it
   */
  public Group generate(RolloutTask task, Tensor observation) {
    ModelSpec spec = model.spec();
    List<List<Integer>> labels =
        task.getClips().stream().map(clip -> LatentLabels.of(clip, spec.latentsPerClip())).toList();
    try (NDManager scope = manager.newSubManager()) {
      int size = task.getGroupSize();
      NDArray seen = model.encode(Pictures.planar(scope, observation)).expandDims(0);
      int[] flat = labels.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
      NDArray commands = scope.create(flat, new Shape(1, flat.length)).repeat(0, size);
      NDArray all = clips.extend(seen.repeat(0, size), commands, seeds(task));
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        NDArray own = all.get(new NDIndex("{}:{}", i, i + 1));
        candidates.add(candidate(own, seen.getShape().get(1), labels.size()));
      }
      return new Group(labels, candidates);
    }
  }

  /** Seeds per clip, then per candidate. */
  private static long[][] seeds(RolloutTask task) {
    SplittableRandom random = new SplittableRandom(task.getSeed());
    long[][] seeds = new long[task.getClips().size()][];
    for (int clip = 0; clip < seeds.length; clip++) {
      seeds[clip] = random.longs(task.getGroupSize()).toArray();
    }
    return seeds;
  }

  /** Of [1,T+n*L,c,h,w], T of them the observation's. */
  private Candidate candidate(NDArray latents, long seen, int count) {
    ModelSpec spec = model.spec();
    int perClip = spec.latentsPerClip();
    List<Tensor> contexts = new ArrayList<>();
    List<Tensor> generated = new ArrayList<>();
    for (int clip = 0; clip < count; clip++) {
      long begin = seen + (long) clip * perClip;
      NDArray before = latents.get(new NDIndex(":, 0:{}", begin));
      NDArray context = ClipGenerator.lastLatents(before, spec.contextLatents()).squeeze(0);
      contexts.add(TensorArrays.toTensor("context", context));
      NDArray own = latents.get(new NDIndex(":, {}:{}", begin, begin + perClip)).squeeze(0);
      generated.add(TensorArrays.toTensor("latents", own));
    }
    NDArray frames = model.decode(latents.get(new NDIndex(":, {}:", seen)).squeeze(0));
    return new Candidate(
        contexts, generated, TensorArrays.toTensor("frames", Pictures.frames(frames)));
  }

  @Override
  public void close() {
    model.close();
    manager.close();
  }
}
