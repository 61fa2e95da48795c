package io.worldcompass.gpu.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.blob.TensorFile;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that training goes on from (spec S14, S15): flat float32 vectors [P] and two counters.
 * Steps never change a state; each returns the next. Closing frees the vectors.
 *
 * @param theta the trained weights
 * @param policy P, the policy EMA: what rollouts use
 * @param checkpoint C, the checkpoint EMA: for evaluation and release
 * @param firstMoment the optimiser's m
 * @param secondMoment the optimiser's v
 * @param step optimiser steps done
 * @param iteration last iteration that was trained, 0 at the start
 */
public record TrainState(
    NDArray theta,
    NDArray policy,
    NDArray checkpoint,
    NDArray firstMoment,
    NDArray secondMoment,
    long step,
    int iteration)
    implements AutoCloseable {

  /** The start: P = C = theta, all moments 0. The arrays belong to the manager. */
  public static TrainState initial(NDManager manager, NDArray weights) {
    Shape shape = weights.getShape();
    return new TrainState(
        copy(manager, weights),
        copy(manager, weights),
        copy(manager, weights),
        manager.zeros(shape, DataType.FLOAT32),
        manager.zeros(shape, DataType.FLOAT32),
        0,
        0);
  }

  /** A state as it was saved, bit for bit. The arrays belong to the manager. */
  public static TrainState read(NDManager manager, TensorFile file) {
    return new TrainState(
        TensorArrays.toArray(manager, file.tensor("theta")),
        TensorArrays.toArray(manager, file.tensor("policy")),
        TensorArrays.toArray(manager, file.tensor("checkpoint")),
        TensorArrays.toArray(manager, file.tensor("optimiser.first_moment")),
        TensorArrays.toArray(manager, file.tensor("optimiser.second_moment")),
        file.tensor("step").longs()[0],
        Math.toIntExact(file.tensor("iteration").longs()[0]));
  }

  /** The whole state for a safetensors file. */
  public List<Tensor> tensors() {
    return List.of(
        TensorArrays.toTensor("theta", theta),
        TensorArrays.toTensor("policy", policy),
        TensorArrays.toTensor("checkpoint", checkpoint),
        TensorArrays.toTensor("optimiser.first_moment", firstMoment),
        TensorArrays.toTensor("optimiser.second_moment", secondMoment),
        Tensor.ofLongs("step", new long[] {step}),
        Tensor.ofLongs("iteration", new long[] {iteration}));
  }

  /** The same vectors for an iteration, which can be closed on their own. */
  TrainState copy(int ofIteration) {
    NDManager manager = theta.getManager();
    return new TrainState(
        copy(manager, theta),
        copy(manager, policy),
        copy(manager, checkpoint),
        copy(manager, firstMoment),
        copy(manager, secondMoment),
        step,
        ofIteration);
  }

  @Override
  public void close() {
    vectors().forEach(NDArray::close);
  }

  Stream<NDArray> vectors() {
    return Stream.of(theta, policy, checkpoint, firstMoment, secondMoment);
  }

  private static NDArray copy(NDManager manager, NDArray array) {
    try (NDArray values = array.stopGradient()) {
      NDArray copy = values.duplicate();
      copy.attach(manager);
      return copy;
    }
  }
}
