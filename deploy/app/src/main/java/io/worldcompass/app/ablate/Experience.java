package io.worldcompass.app.ablate;

import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.streams.Advantages;
import java.util.List;
import java.util.Map;

/** How candidates are generated, scored as a whole, and cut into what is trained. */
interface Experience extends AutoCloseable {
  /** Swaps the policy weights. */
  void load(Tensor policy);

  /** Generates and scores the candidates of a task. */
  Scored of(RolloutTask task);

  @Override
  void close();

  /** The candidates of one prefix. */
  interface Scored {
    /** Reward of each candidate, by reward name. */
    Map<String, double[]> rewards();

    /**
     * What is trained of the group.
     *
     * @param order kept candidates, in training order
     */
    List<TrainingGroup> training(Advantages.Group computed, List<Integer> order);
  }
}
