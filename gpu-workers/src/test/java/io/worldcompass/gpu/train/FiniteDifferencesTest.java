package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.worldcompass.gpu.model.Autoencoder;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.schemas.config.Config.NftMode;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The gradient of spec S13 through whole models. The weights w+- are constants of the gradient, so
 * they are held at their values where the derivative is taken.
 */
class FiniteDifferencesTest {
  private static final double BETA = 0.7;
  private static final double R = 0.8;
  private static final double SIGMA = 0.6;

  private final NDManager manager = NDManager.newBaseManager();
  private final Random random = new Random(11);

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void everyPartialDerivativeOfASmallModelIsTheDifferenceQuotient() {
    ToyModel model = new ToyModel(manager, true, DataType.FLOAT64);
    Point point = new Point(model, DataType.FLOAT64);
    double[] gradient = point.gradient().toDoubleArray();
    double[] weights = model.weights().toDoubleArray();
    double step = 1e-5;
    for (int i = 0; i < weights.length; i++) {
      double quotient =
          (point.lossAt(moved(weights, i, step)) - point.lossAt(moved(weights, i, -step)))
              / (2 * step);
      assertThat(gradient[i]).as("weight %d", i).isCloseTo(quotient, within(1e-8));
    }
  }

  private NDArray moved(double[] weights, int i, double by) {
    double[] moved = weights.clone();
    moved[i] += by;
    return manager.create(moved);
  }

  @Test
  void theBuiltInModelsGradientHasTheSlopeThatItPromises() {
    NDArray autoencoder = manager.create(Autoencoder.layout().initial(1));
    NDArray weights = manager.create(FlowModel.networkLayout().initial(2));
    WorldModel model = new FlowModel(manager, autoencoder, weights, true);
    Point point = new Point(model, DataType.FLOAT32);
    NDArray gradient = point.gradient();
    double slope = gradient.norm().getFloat();
    double step = 5e-3;
    NDArray move = gradient.mul(step / slope);
    double quotient =
        (point.lossAt(weights.add(move)) - point.lossAt(weights.sub(move))) / (2 * step);
    assertThat(quotient / slope).isCloseTo(1, within(0.02));
  }

  /** A sample, and the model's weights there. */
  private final class Point {
    private final WorldModel model;
    private final NDArray x0;
    private final NDArray x;
    private final NDArray old;
    private final NDArray labels;
    private final NDArray timesteps;
    private final NDArray sigma;
    private final NDList context;
    private final double[] w;

    Point(WorldModel model, DataType type) {
      this.model = model;
      Shape clip = model.spec().clipShape(1);
      x0 = normal(clip, type);
      sigma = manager.create(new double[] {SIGMA}).toType(type, false);
      x = NftLoss.noisy(x0, normal(clip, type), sigma);
      old = normal(clip, type);
      int[] actions = new int[model.spec().latentsPerClip()];
      actions[0] = 42;
      labels = manager.create(actions).reshape(1, -1);
      timesteps = manager.create(new float[] {600});
      Shape latents = model.spec().latentShape();
      long k = model.spec().contextLatents();
      context =
          model.context(
              ramps(new Shape(1, k, latents.get(0), latents.get(1), latents.get(2)), type));
      context.replaceAll(NDArray::stopGradient);
      NDArray v = velocity().stopGradient();
      w = new double[] {mean(plus(v).abs()), mean(minus(v).abs())};
    }

    NDArray gradient() {
      NDArray r = sigma.mul(0).add(R);
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        NftLoss loss = NftLoss.of(NftMode.DEFAULT, BETA);
        collector.backward(loss.terms(x0, x, sigma, velocity(), old, null, r).loss().sum());
      }
      return model.weights().getGradient().duplicate();
    }

    double lossAt(NDArray weights) {
      model.load(weights);
      NDArray v = velocity().stopGradient();
      return R * mean(plus(v).square()) / w[0] + (1 - R) * mean(minus(v).square()) / w[1];
    }

    private NDArray velocity() {
      return model.velocity(context, labels, x, timesteps);
    }

    private NDArray plus(NDArray v) {
      return x.sub(old.mul(1 - BETA).add(v.mul(BETA)).mul(SIGMA)).sub(x0);
    }

    private NDArray minus(NDArray v) {
      return x.sub(old.mul(1 + BETA).sub(v.mul(BETA)).mul(SIGMA)).sub(x0);
    }

    private double mean(NDArray values) {
      return values.toType(DataType.FLOAT64, false).mean().getDouble();
    }

    /**
     * Even slopes: looked up between its pixels, a picture of noise has a kink at every pixel,
     * where no gradient is the slope to both sides.
     */
    private NDArray ramps(Shape shape, DataType type) {
      long width = shape.get(4);
      double[] values = new double[Math.toIntExact(shape.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.07 * (i % width) - 0.05 * (i / width % shape.get(3)) - 0.5;
      }
      return manager.create(values, shape).toType(type, false);
    }

    private NDArray normal(Shape shape, DataType type) {
      double[] values = random.doubles(shape.size(), -2, 2).toArray();
      return manager.create(values, shape).toType(type, false);
    }
  }
}
