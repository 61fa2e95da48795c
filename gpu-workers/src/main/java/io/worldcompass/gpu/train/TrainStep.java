package io.worldcompass.gpu.train;

import static io.worldcompass.gpu.nn.Scalars.times;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.schemas.blob.DType;
import io.worldcompass.schemas.blob.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One optimiser step of spec S14: (state, samples) to (state, metrics). The same state, samples and
 * settings give the same next state, bit for bit, on one machine with one engine thread.
 *
 * <p>Not thread-safe; only one step may run in a JVM at a time (the engine records one gradient at
 * a time).
 */
public final class TrainStep implements AutoCloseable {
  private static final double NORM_EPSILON = 1e-6;

  private final WorldModel theta;
  private final WorldModel policy;
  private final WorldModel reference;
  private final TrainSettings settings;
  private final NDManager manager;
  private final NDArray rates;
  private final NDArray trained;

  /** A step whose next state and metrics are its only effects. */
  public record Result(TrainState state, StepMetrics metrics) {}

  /**
   * A step over two instances of one model, whose weights each step overwrites.
   *
   * @param theta trainable
   * @param policy another instance
   * @param settings without a reference model
   */
  public TrainStep(WorldModel theta, WorldModel policy, TrainSettings settings) {
    this(theta, policy, policy, settings);
    if (settings.loss().needsReference()) {
      throw new IllegalArgumentException("this loss needs a reference model");
    }
  }

  /**
   * A step that also pulls towards a reference (loss UPSTREAM).
   *
   * @param reference holds the reference weights, which stay as they are
   */
  public TrainStep(
      WorldModel theta, WorldModel policy, WorldModel reference, TrainSettings settings) {
    if (!theta.weights().hasGradient() || theta == policy) {
      throw new IllegalArgumentException("theta must be trainable, and not the policy's instance");
    }
    this.theta = theta;
    this.policy = policy;
    this.reference = reference;
    this.settings = settings;
    this.manager = theta.weights().getManager().newSubManager();
    float[] vector = settings.rates().vector(theta.layout());
    this.rates = manager.create(vector);
    this.trained = allTrained(vector) ? null : rates.gt(0).toType(rates.getDataType(), false);
  }

  /**
   * Does one step.
   *
   * @param state stays unchanged, and open
   * @param iteration counted from 1
   * @param groups the step's samples, see {@link TrainingGroup#steps}
   * @return the next state, whose arrays have the manager of the given one's
   * @throws DivergedException when loss or gradient is not finite
   */
  public Result apply(TrainState state, int iteration, List<TrainingGroup> groups) {
    long start = System.nanoTime();
    requireFitting(groups);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      theta.load(state.theta());
      policy.load(state.policy());
      Losses losses = backward(iteration, groups);
      Gradient gradient = clipped(losses);
      TrainState next = update(state, iteration, gradient.clipped());
      double change = next.theta().sub(state.theta()).norm().getFloat();
      keep(next, state.theta().getManager());
      double milliseconds = (System.nanoTime() - start) / 1e6;
      return new Result(next, metrics(losses, gradient, change, groups, milliseconds));
    }
  }

  /** The numbers of the step. */
  public TrainSettings settings() {
    return settings;
  }

  /** Frees what the step itself holds; the models stay open. */
  @Override
  public void close() {
    manager.close();
  }

  private record Losses(double loss, double positive, double negative) {
    Losses plus(Losses other) {
      return new Losses(loss + other.loss, positive + other.positive, negative + other.negative);
    }
  }

  private record Gradient(NDArray clipped, double norm, boolean wasClipped) {}

  /** Leaves the gradient of the step's loss in theta. */
  private Losses backward(int iteration, List<TrainingGroup> groups) {
    List<TrainingGroup> ordered = likeSizesTogether(groups);
    List<List<Row>> rows =
        ordered.stream().map(group -> Row.of(group, settings, iteration)).toList();
    zeroGradient();
    NDList features = features(ordered);
    // L / accumulation, added over sigmas and samples, mean over groups
    double perRow = 1.0 / ((double) settings.accumulation() * groups.size());
    double count = rows.stream().mapToInt(List::size).sum();
    return Pass.plan(rows, settings.microBatch()).stream()
        .map(pass -> backward(pass, features, perRow, count))
        .reduce(new Losses(0, 0, 0), Losses::plus);
  }

  private Losses backward(Pass pass, NDList features, double perRow, double count) {
    try (NDScope scope = new NDScope();
        NDManager here = manager.newSubManager()) {
      scope.suppressNotUsedWarning();
      RowArrays rows = RowArrays.of(here, pass.rows(), settings.schedule(), theta.spec());
      NDArray x = NftLoss.noisy(rows.x0(), rows.noise(), rows.sigma());
      NDList context = part(features, pass);
      NftLoss loss = settings.loss();
      NDArray old = loss.needsOld() ? velocity(policy, context, rows, x) : null;
      NDArray ref = loss.needsReference() ? velocity(reference, context, rows, x) : null;
      try (GradientCollector collector = here.getEngine().newGradientCollector()) {
        NDArray v = theta.velocity(context, rows.labels(), x, rows.timesteps());
        NftLoss.Terms terms = loss.terms(rows.x0(), x, rows.sigma(), v, old, ref, rows.r());
        NDArray total = times(terms.loss().sum(), perRow);
        collector.backward(total);
        return new Losses(
            total.getFloat(),
            terms.positive().sum().getFloat() / count,
            terms.negative().sum().getFloat() / count);
      }
    }
  }

  private static NDArray velocity(WorldModel model, NDList context, RowArrays rows, NDArray x) {
    return model.velocity(context, rows.labels(), x, rows.timesteps()).stopGradient();
  }

  /** Context features of all groups, from P and without gradient. */
  private NDList features(List<TrainingGroup> groups) {
    NDList contexts = new NDList();
    groups.forEach(group -> contexts.add(TensorArrays.toArray(manager, group.context())));
    NDList features = new NDList();
    for (NDArray feature : policy.context(NDArrays.stack(contexts))) {
      features.add(feature.stopGradient());
    }
    return features;
  }

  private static NDList part(NDList features, Pass pass) {
    NDIndex groups = new NDIndex("{}:{}", pass.firstGroup(), pass.firstGroup() + pass.groups());
    NDList part = new NDList();
    features.forEach(feature -> part.add(feature.get(groups)));
    return part;
  }

  private void zeroGradient() {
    theta.weights().getGradient().set(new NDIndex(":"), 0);
  }

  private Gradient clipped(Losses losses) {
    NDArray gradient = theta.weights().getGradient();
    if (trained != null) {
      gradient = gradient.mul(trained);
    }
    double norm = gradient.norm().getFloat();
    if (!Double.isFinite(losses.loss()) || !Double.isFinite(norm)) {
      throw new DivergedException(
          "the loss is %s and the norm of its gradient %s".formatted(losses.loss(), norm));
    }
    double scale = settings.gradientClip() / (norm + NORM_EPSILON);
    boolean clip = settings.gradientClip() > 0 && scale < 1;
    return new Gradient(clip ? gradient.mul(scale) : gradient, norm, clip);
  }

  private TrainState update(TrainState state, int iteration, NDArray gradient) {
    Optimiser.Update update =
        settings
            .optimiser()
            .step(
                theta.layout(),
                state.theta(),
                gradient,
                state.firstMoment(),
                state.secondMoment(),
                rates.mul(settings.rates().factor(iteration)),
                state.step() + 1);
    MovingAverages averages = settings.averages();
    double decay = averages.policyDecay(iteration);
    return new TrainState(
        update.weights(),
        MovingAverages.mix(state.policy(), update.weights(), decay),
        MovingAverages.mix(state.checkpoint(), update.weights(), averages.checkpoint()),
        update.firstMoment(),
        update.secondMoment(),
        state.step() + 1,
        iteration);
  }

  private static void keep(TrainState state, NDManager owner) {
    state
        .vectors()
        .forEach(
            vector -> {
              NDScope.unregister(vector);
              vector.attach(owner);
            });
  }

  private static StepMetrics metrics(
      Losses losses,
      Gradient gradient,
      double change,
      List<TrainingGroup> groups,
      double milliseconds) {
    double[] r =
        groups.stream()
            .flatMap(group -> group.samples().stream())
            .mapToDouble(TrainingSample::r)
            .toArray();
    double extreme = Arrays.stream(r).filter(value -> value == 0 || value == 1).count();
    return new StepMetrics(
        losses.loss(),
        losses.positive(),
        losses.negative(),
        gradient.norm(),
        gradient.wasClipped() ? 1 : 0,
        change,
        Arrays.stream(r).average().orElseThrow(),
        extreme / r.length,
        r.length,
        milliseconds);
  }

  private static List<TrainingGroup> likeSizesTogether(List<TrainingGroup> groups) {
    return groups.stream()
        .sorted(
            Comparator.comparingInt((TrainingGroup group) -> -group.samples().size())
                .thenComparing(TrainingGroup::prefixId))
        .toList();
  }

  private static boolean allTrained(float[] rates) {
    for (float rate : rates) {
      if (rate == 0) {
        return false;
      }
    }
    return true;
  }

  private void requireFitting(List<TrainingGroup> groups) {
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a step needs at least one group");
    }
    ModelSpec spec = theta.spec();
    long[] clip = spec.clipShape(1).slice(1).getShape();
    long[] context = clip.clone();
    context[0] = spec.contextLatents();
    for (TrainingGroup group : groups) {
      require(group.context(), DType.F32, context);
      require(group.labels(), DType.I32, spec.latentsPerClip());
      group.samples().forEach(sample -> require(sample.x0(), DType.F32, clip));
    }
  }

  private static void require(Tensor tensor, DType dtype, long... shape) {
    if (tensor.dtype() != dtype || !Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          "expected %s%s, got tensor %s".formatted(dtype, Arrays.toString(shape), tensor));
    }
  }
}
