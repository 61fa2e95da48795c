package io.worldcompass.gpu.trainer;

import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.schemas.blob.Tensor;
import java.util.List;
import java.util.Map;

/** Batches in, weights out. Used by one thread; knows nothing of topics. */
public interface Learner extends AutoCloseable {
  /** Name of the world model, as in its weights manifest. */
  String model();

  /**
   * Trains one iteration (spec S12-S15) and returns its metrics. The same state and batch always
   * give the same result.
   *
   * @param iteration from 1
   * @param groups the groups with their kept samples; with none, the weights stay as they are
   */
  Map<String, Double> train(int iteration, List<TrainingGroup> groups);

  /** Policy EMA P, float32 [parameters]. */
  Tensor policy();

  /** Checkpoint EMA C, float32 [parameters]. */
  Tensor checkpoint();

  /** Everything that the next {@link #train} depends on, as the bytes of a safetensors file. */
  byte[] save();

  /**
   * Goes back to a saved state.
   *
   * @throws IllegalArgumentException when it is no state of this model
   */
  void restore(byte[] state);

  @Override
  void close();
}
