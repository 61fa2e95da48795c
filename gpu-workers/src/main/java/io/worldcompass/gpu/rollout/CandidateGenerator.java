package io.worldcompass.gpu.rollout;

import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.blob.Tensor;

/** Experience out, weights in. Used by one thread at a time. */
public interface CandidateGenerator extends AutoCloseable {
  /**
   * Swaps the policy weights; the next group is generated with them.
   *
   * @param policy float32 [parameters]
   * @throws IllegalArgumentException when they do not fit the model
   */
  void load(Tensor policy);

  /**
   * Generates clips 1..n-1 once and the task's G candidates of clip n (spec S4, S5). The same task
   * and weights always give the same group.
   *
   * @param observation uint8 [H,W,3], the initial frame, or [N,H,W,3], a short clip that ends with
   *     it
   * @throws IllegalArgumentException when task or observation do not fit the model
   */
  GeneratedGroup generate(RolloutTask task, Tensor observation);

  @Override
  void close();
}
