package io.worldcompass.app;

import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rollout.CandidateGenerator;
import io.worldcompass.gpu.rollout.GeneratedGroup;
import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.gpu.trainer.HeldOutJudge;
import io.worldcompass.gpu.trainer.Learner;
import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Models without an engine, fast enough to test the transport: everything follows from seeds. A
 * test that wants one of them otherwise overrides that one.
 */
class StubModels implements Models {
  private static final int WEIGHTS = 8;

  @Override
  public CandidateGenerator generator() {
    return new Generator();
  }

  @Override
  public GroupScorer interactionFollowing() {
    return new Scorer(Rewards.INTERACTION_FOLLOWING);
  }

  @Override
  public GroupScorer visualQuality() {
    return new Scorer(Rewards.VISUAL_QUALITY);
  }

  @Override
  public Learner learner() {
    return new Counter();
  }

  @Override
  public Optional<HeldOutJudge> heldOutJudge() {
    return Optional.empty();
  }

  private static final class Generator implements CandidateGenerator {
    private float weight;

    @Override
    public void load(Tensor policy) {
      weight = policy.floats()[0];
    }

    @Override
    public GeneratedGroup generate(RolloutTask task, Tensor observation) {
      Random random = new Random(task.getSeed());
      List<GeneratedGroup.GeneratedClip> clips =
          IntStream.range(0, task.getGroupSize())
              .mapToObj(
                  i ->
                      new GeneratedGroup.GeneratedClip(
                          random.nextLong(),
                          Tensor.ofFloats("x", new float[] {weight, random.nextFloat()}, 2),
                          frames(random)))
              .toList();
      Tensor context = Tensor.ofFloats("context", new float[] {weight}, 1);
      int label = task.getClips().get(task.getClipIndex() - 1).getLabel();
      return new GeneratedGroup(
          context, observation, observation, Collections.nCopies(4, label), clips);
    }

    private static Tensor frames(Random random) {
      byte[] bytes = new byte[4];
      random.nextBytes(bytes);
      return Tensor.ofBytes("frames", bytes, 4);
    }

    @Override
    public void close() {}
  }

  private record Scorer(String reward) implements GroupScorer {
    @Override
    public String scorer() {
      return "stub";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public List<Score> score(GroupClips clips) {
      return clips.candidates().stream()
          .map(frames -> new Score((frames.bytes()[0] & 0xff) / 255.0, Map.of()))
          .toList();
    }

    @Override
    public void close() {}
  }

  /** Adds the mean r of every batch to its weights. */
  private static final class Counter implements Learner {
    private float[] weights = new float[WEIGHTS];

    @Override
    public String model() {
      return "stub";
    }

    @Override
    public Map<String, Double> train(int iteration, List<TrainingGroup> groups) {
      double sum =
          groups.stream().flatMap(group -> group.samples().stream()).mapToDouble(s -> s.r()).sum();
      for (int i = 0; i < WEIGHTS; i++) {
        weights[i] += (float) sum;
      }
      return Map.of("loss", sum);
    }

    @Override
    public Tensor policy() {
      return Tensor.ofFloats("policy", weights, WEIGHTS);
    }

    @Override
    public Tensor checkpoint() {
      return Tensor.ofFloats("checkpoint", weights, WEIGHTS);
    }

    @Override
    public byte[] save() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        Safetensors.write(bytes, List.of(policy()), Map.of());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] state) {
      try {
        weights = Safetensors.read(state).tensor("policy").floats();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {}
  }
}
