package io.worldcompass.gpu.trainer;

import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.gpu.train.StepMetrics;
import io.worldcompass.gpu.train.TrainIteration;
import io.worldcompass.gpu.train.TrainSettings;
import io.worldcompass.gpu.train.TrainState;
import io.worldcompass.gpu.train.TrainStep;
import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.blob.TensorFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Negative-aware fine-tuning of a world model: {@link TrainIteration} with the state it holds. */
public final class NftLearner implements Learner {
  private static final Logger LOG = LoggerFactory.getLogger(NftLearner.class);
  private static final String MODEL = "model";

  private final NDManager manager;
  private final WorldModel theta;
  private final WorldModel policy;
  private final WorldModel reference;
  private final TrainStep step;
  private TrainState state;

  /**
   * A learner at the start: P = C = theta.
   *
   * @param parent the learner's state lives in a sub-manager of it
   * @param theta trainable, holds the base weights; closed with this
   * @param policy another instance of the same model; closed with this
   */
  public NftLearner(NDManager parent, WorldModel theta, WorldModel policy, TrainSettings settings) {
    this(parent, theta, policy, policy, new TrainStep(theta, policy, settings));
  }

  /**
   * A learner that is also pulled towards a reference (loss UPSTREAM).
   *
   * @param reference holds the weights to be pulled to, which stay; closed with this
   */
  public NftLearner(
      NDManager parent,
      WorldModel theta,
      WorldModel policy,
      WorldModel reference,
      TrainSettings settings) {
    this(parent, theta, policy, reference, new TrainStep(theta, policy, reference, settings));
  }

  private NftLearner(
      NDManager parent, WorldModel theta, WorldModel policy, WorldModel reference, TrainStep step) {
    this.manager = parent.newSubManager();
    this.theta = theta;
    this.policy = policy;
    this.reference = reference;
    this.step = step;
    this.state = TrainState.initial(manager, theta.weights());
  }

  @Override
  public String model() {
    return theta.spec().name();
  }

  @Override
  public Map<String, Double> train(int iteration, List<TrainingGroup> groups) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("policy_decay", step.settings().averages().policyDecay(iteration));
    if (groups.isEmpty()) {
      return metrics;
    }
    TrainIteration trained = TrainIteration.run(step, state, iteration, groups);
    state.close();
    state = trained.state();
    metrics.putAll(StepMetrics.summary(trained.steps()));
    metrics.put("optimiser_steps", (double) state.step());
    metrics.put("steps_skipped", (double) trained.skipped().size());
    metrics.put("learning_rate_factor", step.settings().rates().factor(iteration));
    trained.skipped().forEach(why -> LOG.warn("iteration {}: no step: {}", iteration, why));
    return metrics;
  }

  @Override
  public Tensor policy() {
    return TensorArrays.toTensor("policy", state.policy());
  }

  @Override
  public Tensor checkpoint() {
    return TensorArrays.toTensor("checkpoint", state.checkpoint());
  }

  @Override
  public byte[] save() {
    return Safetensors.bytes(state.tensors(), Map.of(MODEL, model()));
  }

  @Override
  public void restore(byte[] saved) {
    try {
      TensorFile file = Safetensors.read(saved);
      if (!model().equals(file.metadata().get(MODEL))) {
        throw new IllegalArgumentException(
            "this run trains model %s, and this version has %s: begin another run (run.name, or another data directory), or go on with the version that began it"
                .formatted(file.metadata().get(MODEL), model()));
      }
      TrainState restored = TrainState.read(manager, file);
      if (!restored.theta().getShape().equals(theta.weights().getShape())) {
        restored.close();
        throw new IllegalArgumentException("a state of another number of weights");
      }
      state.close();
      state = restored;
    } catch (IOException e) {
      throw new IllegalArgumentException("no trainer state: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    step.close();
    theta.close();
    policy.close();
    if (reference != policy) {
      reference.close();
    }
    manager.close();
  }
}
