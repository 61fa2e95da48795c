package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.ParameterLayout;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuonTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final Muon muon = Muon.withDecay(AdamW.withDecay(0.1));

  @AfterEach
  void free() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "8, 20", "20, 8"})
  void aMatrixBecomesNearlyOrthogonalWithTheSameSingularVectors(int rows, int columns) {
    NDArray kernel = normal(rows * columns).reshape(rows, columns);
    double scale = 0.2 * Math.sqrt(Math.max(rows, columns));
    NDArray unit = muon.orthogonal(kernel).div(scale);
    int least = Math.min(rows, columns);
    // Singular values of about 0.7 to 1.2: so is the mean square of all.
    assertThat(unit.square().sum().getFloat() / least).isCloseTo(0.9f, within(0.45f));
    // U V' and U S V' agree in direction: their product's trace is the sum of S, roughly.
    float nuclear = unit.mul(kernel).sum().getFloat();
    assertThat(nuclear).isGreaterThan(kernel.norm().getFloat());
  }

  @Test
  void vectorsGoByAdamAndMatricesDoNot() {
    ParameterLayout layout = new ParameterLayout();
    layout.add("matrix", new Shape(8, 2, 2, 2), 1);
    layout.add("bias", new Shape(8), 1);
    NDArray weights = normal(72);
    NDArray gradient = normal(72);
    NDArray zero = weights.zerosLike();
    NDArray rates = weights.onesLike().mul(0.01f);
    Optimiser.Update got = muon.step(layout, weights, gradient, zero, zero, rates, 1);
    Optimiser.Update adam = muon.vectors().step(layout, weights, gradient, zero, zero, rates, 1);
    assertThat(got.weights().get("64:").toFloatArray())
        .isEqualTo(adam.weights().get("64:").toFloatArray());
    assertThat(got.firstMoment().get(":64").toFloatArray())
        .isEqualTo(gradient.get(":64").toFloatArray());
    NDArray change = got.weights().sub(weights.mul(1 - 0.01 * 0.1)).get(":64");
    NDArray expected = muon.orthogonal(gradient.get(":64").mul(1.95).reshape(8, 8)).mul(-0.01);
    assertThat(change.sub(expected.reshape(-1)).abs().max().getFloat()).isLessThan(1e-6f);
  }

  private NDArray normal(int size) {
    Random random = new Random(5);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values);
  }
}
