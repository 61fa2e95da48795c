package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.config.Config.NftMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainStepTest {
  private static final NoiseSchedule SCHEDULE = new NoiseSchedule(4, 5);
  private static final Optimiser DESCENT =
      (layout, weights, gradient, m, v, rates, step) ->
          new Optimiser.Update(weights.sub(gradient.mul(rates)), gradient.duplicate(), v.add(1));

  private final NDManager manager = NDManager.newBaseManager();
  private final ToyModel theta = new ToyModel(manager, true);
  private final ToyModel policy = new ToyModel(manager, false);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(manager));

  @AfterEach
  void free() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  @Test
  void theGradientIsTheClosedFormSummedOverSigmasAndSamplesAndMeanOverGroups() {
    TrainSettings settings = settings(DESCENT, LearningRates.constant(1), 0, 64);
    List<TrainingGroup> groups = Samples.groups(1, 2, 2, 2);
    TrainState state = twoWeights();
    TrainState next = step(settings).apply(state, 3, groups).state();
    double[] expected = new double[(int) state.theta().size()];
    for (TrainingGroup group : groups) {
      for (Row row : Row.of(group, settings, 3)) {
        double[] gradient = gradientOfOneRow(state, row);
        for (int i = 0; i < expected.length; i++) {
          expected[i] += gradient[i] / (settings.accumulation() * groups.size());
        }
      }
    }
    assertThat(doubles(next.firstMoment())).containsExactly(expected, within(1e-6));
  }

  /** The closed form of S13 in plain Java, carried to the weights by the chain rule. */
  private double[] gradientOfOneRow(TrainState state, Row row) {
    try (NDManager here = manager.newSubManager()) {
      theta.load(state.theta());
      policy.load(state.policy());
      theta.weights().getGradient().set(new NDIndex(":"), 0);
      RowArrays arrays = RowArrays.of(here, List.of(row), SCHEDULE, ToyModel.SPEC);
      NDArray x = NftLoss.noisy(arrays.x0(), arrays.noise(), arrays.sigma());
      NDArray latents = TensorArrays.toArray(here, row.group().context()).expandDims(0);
      NDList context = policy.context(latents);
      NDArray o = policy.velocity(context, arrays.labels(), x, arrays.timesteps());
      try (GradientCollector collector = here.getEngine().newGradientCollector()) {
        NDArray v = theta.velocity(context, arrays.labels(), x, arrays.timesteps());
        double beta = 0.6;
        double sigma = arrays.sigma().getFloat(0);
        double r = row.sample().r();
        NDArray plus = error(x, o.mul(1 - beta).add(v.mul(beta)), arrays, sigma);
        NDArray minus = error(x, o.mul(1 + beta).sub(v.mul(beta)), arrays, sigma);
        NDArray closed =
            plus.mul(-r / plus.abs().mean().getFloat())
                .add(minus.mul((1 - r) / minus.abs().mean().getFloat()))
                .mul(2 * sigma * beta / x.size());
        collector.backward(v.mul(closed).sum());
      }
      return doubles(theta.weights().getGradient());
    }
  }

  private static NDArray error(NDArray x, NDArray v, RowArrays arrays, double sigma) {
    return x.sub(v.mul(sigma)).sub(arrays.x0()).stopGradient();
  }

  @Test
  void theSameStateSamplesAndSeedGiveTheSameBits() {
    List<TrainingGroup> groups = Samples.groups(2, 4, 4, 3);
    TrainSettings settings = adam(16);
    TrainState first = TrainIteration.run(step(settings), twoWeights(), 5, groups).state();
    TrainState second = TrainIteration.run(step(settings), twoWeights(), 5, groups).state();
    assertThat(first.tensors()).isEqualTo(second.tensors());
    assertThat(first.step()).isEqualTo(2);
    assertThat(first.iteration()).isEqualTo(5);
  }

  @Test
  void theMicroBatchAndTheOrderOfGroupsDoNotChangeTheStep() {
    List<TrainingGroup> groups = Samples.groups(3, 2, 1, 2, 2);
    TrainSettings whole = settings(DESCENT, LearningRates.constant(1), 0, 1000);
    double[] expected = doubles(step(whole).apply(twoWeights(), 1, groups).state().theta());
    List<TrainingGroup> turned = new ArrayList<>(groups);
    Collections.reverse(turned);
    for (int microBatch : new int[] {1, 3, 4, 7, 8}) {
      TrainSettings parts = settings(DESCENT, LearningRates.constant(1), 0, microBatch);
      assertThat(doubles(step(parts).apply(twoWeights(), 1, turned).state().theta()))
          .as("micro-batch %d", microBatch)
          .containsExactly(expected, within(1e-6));
    }
  }

  @Test
  void anotherSeedOrIterationDrawsOtherNoise() {
    List<TrainingGroup> groups = Samples.groups(4, 2);
    TrainSettings settings = settings(DESCENT, LearningRates.constant(1), 0, 8);
    double[] one = doubles(step(settings).apply(twoWeights(), 1, groups).state().theta());
    double[] two = doubles(step(settings).apply(twoWeights(), 2, groups).state().theta());
    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void bothAveragesFollowThetaAndDifferFromIt() {
    TrainState start = twoWeights();
    TrainState next = step(adam(8)).apply(start, 10, Samples.groups(5, 2, 2)).state();
    double[] weights = doubles(next.theta());
    assertThat(weights).isNotEqualTo(doubles(start.theta()));
    for (int i = 0; i < weights.length; i++) {
      double p = 0.3 * doubles(start.policy())[i] + 0.7 * weights[i];
      double c = 0.9 * doubles(start.checkpoint())[i] + 0.1 * weights[i];
      assertThat(doubles(next.policy())[i]).isCloseTo(p, within(1e-6));
      assertThat(doubles(next.checkpoint())[i]).isCloseTo(c, within(1e-6));
      assertThat(doubles(next.policy())[i]).isNotEqualTo(weights[i]);
    }
  }

  @Test
  void theContextIsMadeByThePolicyAndCarriesNoGradient() {
    List<TrainingGroup> groups = Samples.groups(13, 2, 2);
    TrainStep step = step(settings(DESCENT, LearningRates.constant(1), 0, 8));
    TrainState start = twoWeights();
    TrainStep.Result result = step.apply(start, 1, groups);
    assertThat(norm(result.state().theta().sub(start.theta()), "context")).isZero();
    assertThat(norm(result.state().theta().sub(start.theta()), "in")).isPositive();

    double loss = result.metrics().loss();
    assertThat(lossWith(step, start, groups, 1, 0)).as("theta's context").isEqualTo(loss);
    assertThat(lossWith(step, start, groups, 0, 1)).as("the policy's").isNotEqualTo(loss);
  }

  /** The loss after adding a number to all weights of "context", the first parameter. */
  private double lossWith(
      TrainStep step, TrainState state, List<TrainingGroup> groups, float theta, float policy) {
    TrainState moved =
        new TrainState(
            contextMoved(state.theta(), theta),
            contextMoved(state.policy(), policy),
            state.checkpoint(),
            state.firstMoment(),
            state.secondMoment(),
            0,
            0);
    return step.apply(moved, 1, groups).metrics().loss();
  }

  private NDArray contextMoved(NDArray weights, float by) {
    float[] values = weights.toFloatArray();
    for (int i = 0; i < theta.layout().entries().get(0).size(); i++) {
      values[i] += by;
    }
    return manager.create(values);
  }

  @Test
  void upstreamPullsTowardsTheReferenceByItsWeight() {
    List<TrainingGroup> groups = Samples.groups(14, 2, 2);
    TrainState state = TrainState.initial(manager, weights(1));
    double free = lossPulledTo(state, groups, weights(2), 0);
    assertThat(lossPulledTo(state, groups, weights(1), 7)).isEqualTo(free);
    double once = lossPulledTo(state, groups, weights(2), 7) - free;
    double twice = lossPulledTo(state, groups, weights(2), 14) - free;
    assertThat(once).isPositive();
    assertThat(twice).isCloseTo(2 * once, within(1e-3 * twice));
  }

  private double lossPulledTo(
      TrainState state, List<TrainingGroup> groups, NDArray to, double lambda) {
    NftLoss loss = new NftLoss(NftMode.UPSTREAM, 0.6, NftLoss.FLOOR, 5, lambda);
    TrainSettings settings =
        new TrainSettings(
            loss,
            DESCENT,
            LearningRates.constant(1),
            MovingAverages.PAPER,
            0,
            SCHEDULE,
            0.5,
            2,
            8,
            17);
    try (ToyModel reference = new ToyModel(manager, false);
        TrainStep step = new TrainStep(theta, policy, reference, settings)) {
      reference.load(to);
      return step.apply(state, 1, groups).metrics().loss();
    }
  }

  @Test
  void theGradientIsClippedByItsGlobalNorm() {
    List<TrainingGroup> groups = Samples.groups(6, 2, 2);
    TrainSettings free = settings(DESCENT, LearningRates.constant(1), 0, 8);
    TrainSettings tight = settings(DESCENT, LearningRates.constant(1), 0.01, 8);
    StepMetrics loose = step(free).apply(twoWeights(), 1, groups).metrics();
    StepMetrics clipped = step(tight).apply(twoWeights(), 1, groups).metrics();
    assertThat(loose.gradientClipped()).isZero();
    assertThat(loose.updateNorm()).isCloseTo(loose.gradientNorm(), within(1e-5));
    assertThat(clipped.gradientClipped()).isEqualTo(1);
    assertThat(clipped.gradientNorm()).isEqualTo(loose.gradientNorm());
    assertThat(clipped.updateNorm()).isCloseTo(0.01, within(1e-5));
  }

  @Test
  void frozenParametersKeepEveryBitAndCountNotInTheNorm() {
    LearningRates onlyFilm =
        new LearningRates(List.of(new LearningRates.Rule(Pattern.compile("film"), 1)), 0, 0);
    List<TrainingGroup> groups = Samples.groups(7, 2, 2);
    TrainState start = TrainState.initial(manager, weights(1));
    TrainStep.Result result = step(settings(DESCENT, onlyFilm, 0, 8)).apply(start, 1, groups);
    NDArray change = result.state().theta().sub(start.theta());
    theta.layout().entries().stream()
        .map(entry -> entry.name())
        .forEach(
            name -> assertThat(norm(change, name) > 0).as(name).isEqualTo(name.contains("film")));
    assertThat(norm(result.state().policy().sub(start.policy()), "out")).isZero();
    assertThat(result.metrics().gradientNorm())
        .isCloseTo(result.metrics().updateNorm(), within(1e-5));
  }

  @Test
  void aGroupWithFewerSamplesSitsOutTheLastStepsAndNoSampleIsLost() {
    List<List<TrainingGroup>> steps = TrainingGroup.steps(Samples.groups(8, 6, 4, 3), 2);
    assertThat(steps).hasSize(3);
    assertThat(steps.get(1)).extracting(TrainingGroup::prefixId).containsExactly("p0", "p1", "p2");
    assertThat(steps.get(1).get(2).samples()).hasSize(1);
    assertThat(steps.get(2)).extracting(TrainingGroup::prefixId).containsExactly("p0");
    assertThat(steps.get(2).get(0).samples())
        .extracting(TrainingSample::candidate)
        .containsExactly(4, 5);
  }

  @Test
  void aSampleThatIsNotFiniteStopsTheStepAndLeavesTheState() {
    TrainState state = twoWeights();
    List<Tensor> before = state.tensors();
    TrainStep step = step(adam(8));
    TrainingGroup bad = withX0(Samples.groups(9, 1).get(0), Float.NaN);
    assertThatExceptionOfType(DivergedException.class)
        .isThrownBy(() -> step.apply(state, 1, List.of(bad)));
    assertThat(state.tensors()).isEqualTo(before);
    double norm = step.apply(state, 1, Samples.groups(9, 2)).metrics().gradientNorm();
    assertThat(norm).isFinite();
  }

  @Test
  void samplesOfAnotherShapeAreRefused() {
    TrainingGroup group = Samples.groups(10, 1).get(0);
    TrainingGroup small =
        new TrainingGroup(
            "p", group.context(), Tensor.ofInts("labels", new int[1], 1), group.samples());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step(adam(8)).apply(twoWeights(), 1, List.of(small)))
        .withMessageContainingAll("I32[2]", "labels I32[1]");
  }

  @Test
  void goodSamplesAreLearntAndBadOnesAvoided() {
    for (double r : new double[] {1, 0}) {
      List<TrainingGroup> groups = withR(Samples.groups(11, 2, 2), r);
      TrainState state = TrainState.initial(manager, weights(3));
      TrainStep step = step(adam(64));
      double first = 0;
      double last = 0;
      for (int i = 1; i <= 60; i++) {
        TrainStep.Result result = step.apply(state, i, groups);
        state = result.state();
        first += i <= 10 ? result.metrics().positive() : 0;
        last += i > 50 ? result.metrics().positive() : 0;
      }
      assertThat(last)
          .isCloseTo(r == 1 ? first / 2 : first * 2, within(r == 1 ? first / 2 : first));
      assertThat(last < first).isEqualTo(r == 1);
    }
  }

  @Test
  void memoryIsFlatOverManySteps() {
    List<TrainingGroup> groups = Samples.groups(12, 4, 4);
    TrainStep step = step(adam(4));
    TrainState state = TrainState.initial(manager, weights(1));
    int before = 0;
    for (int i = 1; i <= 100; i++) {
      TrainIteration done = TrainIteration.run(step, state, i, groups);
      state.close();
      state = done.state();
      if (i == 20) {
        before = resources();
      }
    }
    assertThat(resources()).isEqualTo(before);
  }

  private float norm(NDArray flat, String name) {
    NDList parts = theta.layout().split(flat, manager);
    return parts.get(theta.layout().index(name)).norm().getFloat();
  }

  private int resources() {
    return managed(manager)
        + managed(theta.weights().getManager())
        + managed(policy.weights().getManager());
  }

  private static int managed(NDManager manager) {
    return manager.getManagedArrays().size();
  }

  private TrainStep step(TrainSettings settings) {
    return new TrainStep(theta, policy, settings);
  }

  private static TrainSettings adam(int microBatch) {
    return settings(AdamW.withDecay(0), LearningRates.constant(1e-2), 2, microBatch);
  }

  private static TrainSettings settings(
      Optimiser optimiser, LearningRates rates, double clip, int microBatch) {
    NftLoss loss = NftLoss.of(NftMode.DEFAULT, 0.6);
    return new TrainSettings(
        loss, optimiser, rates, MovingAverages.PAPER, clip, SCHEDULE, 0.5, 2, microBatch, 17);
  }

  /** A state whose policy and checkpoint are not theta. */
  private TrainState twoWeights() {
    TrainState one = TrainState.initial(manager, weights(1));
    TrainState two = TrainState.initial(manager, weights(2));
    return new TrainState(
        one.theta(), two.policy(), two.checkpoint(), one.firstMoment(), one.secondMoment(), 0, 0);
  }

  private NDArray weights(long seed) {
    return manager.create(ToyModel.weights(seed));
  }

  private static TrainingGroup withX0(TrainingGroup group, float value) {
    float[] values = new float[8];
    values[3] = value;
    Tensor x0 = Tensor.ofFloats("x0", values, 2, 2, 1, 2);
    return new TrainingGroup(
        group.prefixId(), group.context(), group.labels(), List.of(new TrainingSample(0, x0, 0.5)));
  }

  private static List<TrainingGroup> withR(List<TrainingGroup> groups, double r) {
    return groups.stream()
        .map(
            group ->
                new TrainingGroup(
                    group.prefixId(),
                    group.context(),
                    group.labels(),
                    group.samples().stream()
                        .map(sample -> new TrainingSample(sample.candidate(), sample.x0(), r))
                        .toList()))
        .toList();
  }

  private static double[] doubles(NDArray array) {
    return array.toType(DataType.FLOAT64, true).toDoubleArray();
  }
}
