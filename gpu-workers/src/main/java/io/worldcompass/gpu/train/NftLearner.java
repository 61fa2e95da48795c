package io.worldcompass.gpu.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.gpu.trainer.Learner;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.blob.TensorFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The learner of this project: negative-aware fine-tuning of a world model, spec S12 to S15. */
public final class NftLearner implements Learner {
  private static final Logger LOG = LoggerFactory.getLogger(NftLearner.class);
  private static final String MODEL = "model";

  private final WorldModel theta;
  private final WorldModel policy;
  private final NDManager manager;
  private final TrainStep step;
  private TrainState state;

  /**
   * Starts from theta's weights.
   *
   * @param theta trainable; closed with the learner, like {@code policy}
   * @param policy another instance of the same model
   */
  public NftLearner(WorldModel theta, WorldModel policy, TrainSettings settings) {
    this.theta = theta;
    this.policy = policy;
    this.manager = theta.weights().getManager().newSubManager();
    this.step = new TrainStep(theta, policy, settings);
    this.state = TrainState.initial(manager, theta.weights());
  }

  @Override
  public String model() {
    return theta.spec().name();
  }

  @Override
  public Map<String, Double> train(int iteration, List<SampleGroup> groups) {
    List<TrainingGroup> samples = groups.stream().map(NftLearner::group).toList();
    TrainIteration done = TrainIteration.run(step, state, iteration, samples);
    become(done.state());
    done.skipped()
        .forEach(why -> LOG.warn("iteration {}: a step was left out: {}", iteration, why));
    Map<String, Double> metrics = new LinkedHashMap<>(StepMetrics.summary(done.steps()));
    metrics.put("steps", (double) done.steps().size());
    metrics.put("steps_skipped", (double) done.skipped().size());
    metrics.put("policy_decay", step.settings().averages().policyDecay(iteration));
    metrics.put("learning_rate_factor", step.settings().rates().factor(iteration));
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Safetensors.write(bytes, state.tensors(), Map.of(MODEL, model()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void restore(byte[] saved) {
    TensorFile file;
    try {
      file = Safetensors.read(saved);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a trainer's state: " + e.getMessage(), e);
    }
    if (!model().equals(file.metadata().get(MODEL))) {
      throw new IllegalArgumentException(
          "a state of model %s, not of %s".formatted(file.metadata().get(MODEL), model()));
    }
    TrainState restored = TrainState.read(manager, file);
    Shape size = theta.weights().getShape();
    if (restored.vectors().anyMatch(vector -> !vector.getShape().equals(size))) {
      restored.close();
      throw new IllegalArgumentException("a state of another number of weights than " + size);
    }
    become(restored);
  }

  private void become(TrainState next) {
    state.close();
    state = next;
  }

  private static TrainingGroup group(SampleGroup group) {
    List<Sample> samples = group.samples();
    int[] labels = samples.get(0).labels().stream().mapToInt(Integer::intValue).toArray();
    return new TrainingGroup(
        group.prefixId(),
        group.context(),
        Tensor.ofInts("labels", labels, labels.length),
        // The place in training order names a sample: it is part of the batch, like its noise.
        IntStream.range(0, samples.size())
            .mapToObj(i -> new TrainingSample(i, samples.get(i).latents(), samples.get(i).r()))
            .toList());
  }

  @Override
  public void close() {
    step.close();
    manager.close();
    theta.close();
    policy.close();
  }
}
