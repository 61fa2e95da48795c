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
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.blob.DType;
import io.worldcompass.schemas.blob.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Generates groups with a {@link WorldModel}: the prefix once, then all candidates as one batch.
 */
public final class ModelCandidateGenerator implements CandidateGenerator {
  private final NDManager manager;
  private final WorldModel model;
  private final ModelSpec spec;
  private final ClipGenerator clips;

  /**
   * A generator.
   *
   * @param parent tensors live in sub-managers of it
   * @param model closed with this
   * @param schedule sampling steps and shift, the same as the trainer's
   */
  public ModelCandidateGenerator(NDManager parent, WorldModel model, NoiseSchedule schedule) {
    this.manager = parent.newSubManager();
    this.model = model;
    this.spec = model.spec();
    this.clips = new ClipGenerator(model, schedule);
  }

  @Override
  public void load(Tensor policy) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray flat = TensorArrays.toArray(scope, policy);
      if (!flat.getShape().equals(model.weights().getShape())) {
        throw new IllegalArgumentException(
            "weights " + flat.getShape() + " do not fit " + spec.name());
      }
      model.load(flat);
    }
  }

  @Override
  public GeneratedGroup generate(RolloutTask task, Tensor observation) {
    requireFitting(task, observation);
    try (NDManager scope = manager.newSubManager()) {
      Seeds seeds = new Seeds(task);
      NDArray seen = model.encode(Pictures.planar(scope, observation)).expandDims(0);
      NDArray prefix =
          clips.extend(seen, labels(scope, prefixOf(task)), seeds.prefix(task.getClipIndex() - 1));
      List<Integer> labels = latentLabels(task.getClips().get(task.getClipIndex() - 1));
      long[] candidateSeeds = seeds.candidates(task.getGroupSize());
      NDArray latents =
          clips.candidates(scope, prefix, labels(scope, List.of(labels)), candidateSeeds);
      NDArray context = ClipGenerator.lastLatents(prefix, spec.contextLatents()).squeeze(0);
      Tensor firstFrame = Pictures.last(observation);
      Tensor previous = task.getClipIndex() == 1 ? firstFrame : lastFrame(prefix);
      return new GeneratedGroup(
          TensorArrays.toTensor("context", context),
          previous,
          firstFrame,
          labels,
          candidates(latents, candidateSeeds));
    }
  }

  private void requireFitting(RolloutTask task, Tensor observation) {
    long[] expected = {spec.frameHeight(), spec.frameWidth(), 3};
    long[] shape = observation.shape();
    boolean isClip = shape.length == 4 && shape[0] > 0;
    long[] frame = isClip ? Arrays.copyOfRange(shape, 1, 4) : shape;
    if (observation.dtype() != DType.U8 || !Arrays.equals(frame, expected)) {
      throw new IllegalArgumentException(
          "observation "
              + observation
              + " of "
              + task.getPrefixId()
              + ": expected a uint8 tensor "
              + Arrays.toString(expected)
              + ", or several such frames");
    }
    if (task.getClipIndex() < 1 || task.getClips().size() < task.getClipIndex()) {
      throw new IllegalArgumentException(
          "task " + task.getPrefixId() + " has no action for its clip " + task.getClipIndex());
    }
  }

  private List<List<Integer>> prefixOf(RolloutTask task) {
    return task.getClips().subList(0, task.getClipIndex() - 1).stream()
        .map(this::latentLabels)
        .toList();
  }

  private List<Integer> latentLabels(ActionClip clip) {
    return LatentLabels.of(clip, spec.latentsPerClip());
  }

  /** [1, n*L]. */
  private static NDArray labels(NDManager scope, List<List<Integer>> clips) {
    int[] labels = clips.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    return scope.create(labels, new Shape(1, labels.length));
  }

  private List<GeneratedGroup.GeneratedClip> candidates(NDArray latents, long[] seeds) {
    NDArray frames = Pictures.frames(model.decode(flattened(latents)));
    List<GeneratedGroup.GeneratedClip> candidates = new ArrayList<>();
    int perClip = spec.latentsPerClip();
    for (int i = 0; i < seeds.length; i++) {
      NDArray own = frames.get(new NDIndex("{}:{}", i * perClip, (i + 1) * perClip));
      candidates.add(
          new GeneratedGroup.GeneratedClip(
              seeds[i],
              TensorArrays.toTensor("latents", latents.get(i)),
              TensorArrays.toTensor("frames", own)));
    }
    return candidates;
  }

  private NDArray flattened(NDArray latents) {
    return latents.reshape(new Shape(-1).addAll(spec.latentShape()));
  }

  private Tensor lastFrame(NDArray prefix) {
    NDArray latent = ClipGenerator.lastLatents(prefix, 1).squeeze(0);
    return TensorArrays.toTensor("frame", Pictures.frames(model.decode(latent)).squeeze(0));
  }

  @Override
  public void close() {
    model.close();
    manager.close();
  }

  /** Seeds of a task's noise: functions of the task's seed alone. */
  private record Seeds(long prefixSeed, long candidateSeed) {
    Seeds(RolloutTask task) {
      this(task.getSeed(), ~task.getSeed());
    }

    long[][] prefix(int clips) {
      return LongStream.of(draw(prefixSeed, clips))
          .mapToObj(seed -> new long[] {seed})
          .toArray(long[][]::new);
    }

    long[] candidates(int count) {
      return draw(candidateSeed, count);
    }

    private static long[] draw(long seed, int count) {
      return new SplittableRandom(seed).longs(count).toArray();
    }
  }
}
