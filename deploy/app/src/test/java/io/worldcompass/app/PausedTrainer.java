package io.worldcompass.app;

import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.gpu.trainer.Learner;
import io.worldcompass.schemas.blob.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stub models whose learner waits, and that score nine groups of ten without any variance. */
final class PausedTrainer extends StubModels {
  private static final int FLAT_OF_256 = 230;

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
  public GroupScorer interactionFollowing() {
    return new Flat(super.interactionFollowing());
  }

  @Override
  public GroupScorer visualQuality() {
    return new Flat(super.visualQuality());
  }

  @Override
  public Learner learner() {
    return new Waiting(super.learner(), resumed);
  }

  private static final class Flat extends WrappedScorer {
    Flat(GroupScorer good) {
      super(good);
    }

    @Override
    public List<Score> score(GroupClips clips) {
      boolean flat = (clips.candidates().get(0).bytes()[1] & 0xff) < FLAT_OF_256;
      return flat
          ? clips.candidates().stream().map(clip -> new Score(0.5, Map.of())).toList()
          : super.score(clips);
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
