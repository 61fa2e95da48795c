package io.worldcompass.app.ablate;

import io.worldcompass.app.Models;
import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rollout.CandidateGenerator;
import io.worldcompass.gpu.rollout.GeneratedGroup;
import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.gpu.train.TrainingSample;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.streams.Advantages;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The method itself: candidates are one clip behind a shared prefix (spec S4, S5). */
final class ClipLevel implements Experience {
  private final CandidateGenerator generator;
  private final Scorers scorers;
  private final Function<TensorRef, Tensor> observations;

  ClipLevel(Models models, Function<TensorRef, Tensor> observations) {
    this.generator = models.generator();
    this.scorers = new Scorers(models);
    this.observations = observations;
  }

  @Override
  public void load(Tensor policy) {
    generator.load(policy);
  }

  @Override
  public Scored of(RolloutTask task) {
    GeneratedGroup group = generator.generate(task, observations.apply(task.getObservation()));
    GroupScorer.GroupClips clips =
        new GroupScorer.GroupClips(
            task.getPrompt(),
            group.labels(),
            group.firstFrame(),
            group.previousFrame(),
            group.candidates().stream().map(GeneratedGroup.GeneratedClip::frames).toList());
    return new Group(task.getPrefixId(), group, scorers.score(clips));
  }

  private record Group(String prefixId, GeneratedGroup group, Map<String, double[]> rewards)
      implements Scored {
    @Override
    public List<TrainingGroup> training(Advantages.Group computed, List<Integer> order) {
      int[] labels = group.labels().stream().mapToInt(Integer::intValue).toArray();
      return List.of(
          new TrainingGroup(
              prefixId,
              group.context(),
              Tensor.ofInts("labels", labels, labels.length),
              order.stream().map(i -> sample(i, computed.members().get(i).r())).toList()));
    }

    private TrainingSample sample(int candidate, double r) {
      return new TrainingSample(candidate, group.candidates().get(candidate).latents(), r);
    }
  }

  @Override
  public void close() {
    generator.close();
    scorers.close();
  }
}
