package io.worldcompass.app;

import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rollout.CandidateGenerator;
import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.gpu.trainer.HeldOutJudge;
import io.worldcompass.gpu.trainer.Learner;
import io.worldcompass.schemas.blob.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stub models whose learner waits, and that score nine groups of ten without any variance. */
final class PausedTrainer implements Models {
  private static final int FLAT_OF_256 = 230;

  private final StubModels models = new StubModels();
  private final CountDownLatch resumed = new CountDownLatch(1);

  /** Lets the trainer go on. */
  void resume() {
    resumed.countDown();
  }

  /** Lets the pause last. */
  void await(Duration pause) throws InterruptedException {
    if (resumed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("the trainer is not paused any more");
    }
  }

  @Override
  public CandidateGenerator generator() {
    return models.generator();
  }

  @Override
  public GroupScorer interactionFollowing() {
    return new Flat(models.interactionFollowing());
  }

  @Override
  public GroupScorer visualQuality() {
    return new Flat(models.visualQuality());
  }

  @Override
  public Learner learner() {
    return new Waiting(models.learner(), resumed);
  }

  @Override
  public Optional<HeldOutJudge> heldOutJudge() {
    return models.heldOutJudge();
  }

  private record Flat(GroupScorer good) implements GroupScorer {
    @Override
    public String reward() {
      return good.reward();
    }

    @Override
    public String scorer() {
      return good.scorer();
    }

    @Override
    public String version() {
      return good.version();
    }

    @Override
    public List<Score> score(GroupClips clips) {
      boolean flat = (clips.candidates().get(0).bytes()[1] & 0xff) < FLAT_OF_256;
      return flat
          ? clips.candidates().stream().map(clip -> new Score(0.5, Map.of())).toList()
          : good.score(clips);
    }

    @Override
    public void close() {
      good.close();
    }
  }

  private record Waiting(Learner learner, CountDownLatch resumed) implements Learner {
    @Override
    public String model() {
      return learner.model();
    }

    @Override
    public Map<String, Double> train(int iteration, List<TrainingGroup> groups) {
      try {
        resumed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      return learner.train(iteration, groups);
    }

    @Override
    public Tensor policy() {
      return learner.policy();
    }

    @Override
    public Tensor checkpoint() {
      return learner.checkpoint();
    }

    @Override
    public byte[] save() {
      return learner.save();
    }

    @Override
    public void restore(byte[] state) {
      learner.restore(state);
    }

    @Override
    public void close() {
      learner.close();
    }
  }
}
