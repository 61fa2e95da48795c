package io.worldcompass.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.worldcompass.gpu.nn.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowModelTest {
  private static final ModelSpec SPEC = FlowModel.SPEC;
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void framesAndLatentsHaveTheShapesOfTheSpec() {
    FlowModel model = model(false);
    NDArray frames = manager.full(new Shape(3, 3, 48, 48), 0.4f);
    NDArray latents = model.encode(frames);
    assertThat(latents.getShape()).isEqualTo(new Shape(3).addAll(SPEC.latentShape()));
    assertThat(model.decode(latents).getShape()).isEqualTo(frames.getShape());
  }

  @Test
  void aContextServesTheRowsBehindItsOwn() {
    FlowModel model = model(false);
    NDArray latents = latents(2, 2);
    NDArray x = latents(6, 4);
    NDArray labels = labels(6);
    NDArray timesteps = manager.full(new Shape(6), 900f);
    NDArray shared = model.velocity(model.context(latents), labels, x, timesteps);
    for (int row = 0; row < 6; row++) {
      NDArray alone =
          model.velocity(
              model.context(latents.get("{}:{}", row / 3, row / 3 + 1)),
              labels.get("{}:{}", row, row + 1),
              x.get("{}:{}", row, row + 1),
              timesteps.get("{}:{}", row, row + 1));
      assertThat(difference(alone, shared.get("{}:{}", row, row + 1))).isLessThan(1e-4f);
    }
    assertThatThrownBy(() -> model.velocity(model.context(latents(4, 2)), labels, x, timesteps))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theActionChangesTheVelocity() {
    FlowModel model = model(false);
    NDList context = model.context(latents(1, 2));
    NDArray x = latents(1, 4);
    NDArray timesteps = manager.full(new Shape(1), 500f);
    NDArray one =
        model.velocity(
            context, manager.create(new int[] {9, 9, 9, 9}, new Shape(1, 4)), x, timesteps);
    NDArray two =
        model.velocity(
            context, manager.create(new int[] {9, 9, 9, 10}, new Shape(1, 4)), x, timesteps);
    assertThat(difference(one, two)).isGreaterThan(1e-4f);
  }

  @Test
  void loadedWeightsAreTheOnesThatAreUsed() {
    FlowModel one = model(false);
    FlowModel two = model(true);
    NDArray doubled = one.weights().mul(2);
    two.load(doubled);
    assertThat(difference(two.weights(), doubled)).isZero();
    one.load(doubled);
    NDArray x = latents(1, 4);
    NDArray timesteps = manager.full(new Shape(1), 500f);
    NDArray latents = latents(1, 2);
    NDArray a = one.velocity(one.context(latents), labels(1), x, timesteps);
    NDArray b = two.velocity(two.context(latents), labels(1), x, timesteps);
    assertThat(difference(a, b)).isZero();
  }

  @Test
  void gradientsReachEveryParameterAndAgreeWithFiniteDifferences() {
    FlowModel model = model(true);
    NDArray x = latents(2, 4);
    NDArray latents = ramps();
    NDArray target = latents(2, 4);
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      collector.backward(loss(model, latents, x, target));
    }
    NDArray gradient = model.weights().getGradient().duplicate();
    for (var entry : model.layout().entries()) {
      long end = entry.offset() + entry.size();
      float norm = gradient.get("{}:{}", entry.offset(), end).norm().getFloat();
      if (entry.name().startsWith("condition.")) {
        assertThat(norm).as(entry.name() + ", of pre-training only").isZero();
      } else {
        assertThat(norm).as(entry.name()).isGreaterThan(0);
      }
    }
    NDArray direction = gradient.div(gradient.norm());
    NDArray start = model.weights().stopGradient().duplicate();
    float step = 1e-2f;
    model.load(start.add(direction.mul(step)));
    double up = loss(model, latents, x, target).getFloat();
    model.load(start.sub(direction.mul(step)));
    double down = loss(model, latents, x, target).getFloat();
    double slope = gradient.norm().getFloat();
    assertThat((up - down) / (2 * step)).isCloseTo(slope, within(0.05 * slope));
  }

  @Test
  void anAdapterOfCompositeCommandsLeavesAllOthersAsTheyWere() {
    FlowModel model = model(false);
    NDList context = model.context(latents(1, 2));
    NDArray x = latents(1, 4);
    NDArray timesteps = manager.full(new Shape(1), 500f);
    NDArray basic = manager.create(new int[] {9, 9, 9, 0}, new Shape(1, 4));
    NDArray composite = manager.create(new int[] {9, 9, 9, 10}, new Shape(1, 4));
    NDArray basicBefore = model.velocity(context, basic, x, timesteps);
    NDArray compositeBefore = model.velocity(context, composite, x, timesteps);
    for (var entry : model.layout().entries()) {
      if (entry.name().startsWith("adapter.composite")) {
        model.layout().set(model.weights(), entry.name(), manager.ones(entry.shape()).mul(0.1));
      }
    }
    assertThat(difference(model.velocity(context, basic, x, timesteps), basicBefore)).isZero();
    assertThat(difference(model.velocity(context, composite, x, timesteps), compositeBefore))
        .isGreaterThan(1e-4f);
  }

  @Test
  void adaptersStartAsTheConditioningThatWasPretrained() {
    NDArray weights = manager.create(FlowModel.networkLayout().initial(2));
    FlowModel.startAdapters(weights);
    FlowModel model =
        new FlowModel(manager, manager.create(Autoencoder.layout().initial(1)), weights, false);
    Parameters parameters = new Parameters(model.layout(), model.weights(), manager);
    NDList context = model.context(latents(2, 2));
    NDArray x = latents(2, 4);
    NDArray timesteps = manager.full(new Shape(2), 500f);
    NDArray labels = manager.create(new int[] {9, 9, 9, 9, 40, 40, 40, 40}, new Shape(2, 4));
    NDArray pretrained = FlowModel.pretrainedVelocity(parameters, context, labels, x, timesteps);
    assertThat(difference(model.velocity(context, labels, x, timesteps), pretrained)).isZero();
  }

  private NDArray loss(FlowModel model, NDArray latents, NDArray x, NDArray target) {
    NDArray timesteps = manager.full(new Shape(2), 750f);
    int[] compositeAndBasic = {10, 21, 14, 40, 9, 18, 1, 0};
    NDArray labels = manager.create(compositeAndBasic, new Shape(2, 4));
    NDArray v = model.velocity(model.context(latents), labels, x, timesteps);
    return v.sub(target).square().mean();
  }

  private FlowModel model(boolean trainable) {
    NDArray autoencoder = manager.create(Autoencoder.layout().initial(1));
    NDArray weights = manager.create(FlowModel.networkLayout().initial(2));
    return new FlowModel(manager, autoencoder, weights, trainable);
  }

  private NDArray latents(int rows, int length) {
    long[] seeds = new long[rows];
    for (int i = 0; i < rows; i++) {
      seeds[i] = 100L * length + i;
    }
    return Sampler.noise(manager, SPEC, seeds).get(":, :{}", length);
  }

  /** Even slopes: between the pixels of a picture of noise, displacements have kinks. */
  private NDArray ramps() {
    NDArray across = manager.arange(24f).mul(0.07).reshape(1, 1, 1, 1, 24);
    NDArray down = manager.arange(24f).mul(-0.05).reshape(1, 1, 1, 24, 1);
    return across.add(down).add(manager.zeros(new Shape(2, 2).addAll(SPEC.latentShape())));
  }

  private NDArray labels(int rows) {
    NDArray labels = manager.arange(rows * 4).mul(7).mod(81);
    return labels.toType(DataType.INT32, false).reshape(rows, 4);
  }

  private static float difference(NDArray a, NDArray b) {
    return a.sub(b).abs().max().getFloat();
  }
}
