package io.worldcompass.app.ablate;

import io.worldcompass.app.Models;
import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rollout.WholeRollouts;
import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.gpu.train.TrainingSample;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.streams.Advantages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the paper compares with: a candidate is a whole sequence, with one reward for all clips. */
final class SampleLevel implements Experience {
  private final WholeRollouts rollouts;
  private final Scorers scorers;
  private final Function<TensorRef, Tensor> observations;

  SampleLevel(Models models, WholeRollouts rollouts, Function<TensorRef, Tensor> observations) {
    this.rollouts = rollouts;
    this.scorers = new Scorers(models);
    this.observations = observations;
  }

  @Override
  public void load(Tensor policy) {
    rollouts.load(policy);
  }

  @Override
  public Scored of(RolloutTask task) {
    Tensor first = observations.apply(task.getObservation());
    WholeRollouts.Group group = rollouts.generate(task, first);
    GroupScorer.GroupClips clips =
        new GroupScorer.GroupClips(
            task.getPrompt(),
            group.labels().stream().flatMap(List::stream).toList(),
            first,
            first,
            group.candidates().stream().map(WholeRollouts.Candidate::frames).toList());
    return new Group(task.getPrefixId(), group, scorers.score(clips));
  }

  private record Group(String prefixId, WholeRollouts.Group group, Map<String, double[]> rewards)
      implements Scored {
    /** Each kept candidate has contexts of its own, so each of its clips is a group of one. */
    @Override
    public List<TrainingGroup> training(Advantages.Group computed, List<Integer> order) {
      List<TrainingGroup> groups = new ArrayList<>();
      for (int candidate : order) {
        double r = computed.members().get(candidate).r();
        for (int clip = 0; clip < group.labels().size(); clip++) {
          groups.add(clip(candidate, clip, r));
        }
      }
      return groups;
    }

    private TrainingGroup clip(int candidate, int clip, double r) {
      WholeRollouts.Candidate whole = group.candidates().get(candidate);
      int[] labels = group.labels().get(clip).stream().mapToInt(Integer::intValue).toArray();
      return new TrainingGroup(
          "%s/%d/%d".formatted(prefixId, candidate, clip),
          whole.contexts().get(clip),
          Tensor.ofInts("labels", labels, labels.length),
          List.of(new TrainingSample(candidate, whole.latents().get(clip), r)));
    }
  }

  @Override
  public void close() {
    rollouts.close();
    scorers.close();
  }
}
