package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.nn.ParameterLayout;
import org.junit.jupiter.api.Test;

class AdamWTest {
  @Test
  void agreesWithTheFormulaWrittenOutForEachValue() {
    AdamW adam = AdamW.withDecay(0.01);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray w = manager.create(new double[] {1, -2});
      NDArray m = w.zerosLike();
      NDArray v = w.zerosLike();
      NDArray rates = manager.create(new double[] {0.1, 0.1});
      double[] plain = {1, -2};
      double[] first = new double[2];
      double[] second = new double[2];
      for (int step = 1; step <= 5; step++) {
        Optimiser.Update update = adam.step(new ParameterLayout(), w, w, m, v, rates, step);
        w = update.weights();
        m = update.firstMoment();
        v = update.secondMoment();
        for (int i = 0; i < 2; i++) {
          double g = plain[i];
          first[i] = 0.9 * first[i] + 0.1 * g;
          second[i] = 0.999 * second[i] + 0.001 * g * g;
          double meanHat = first[i] / (1 - Math.pow(0.9, step));
          double squareHat = second[i] / (1 - Math.pow(0.999, step));
          plain[i] -= 0.1 * 0.01 * plain[i] + 0.1 * meanHat / (Math.sqrt(squareHat) + 1e-8);
        }
        assertThat(w.toDoubleArray()).containsExactly(plain, within(1e-12));
      }
    }
  }

  @Test
  void aRateOfZeroFreezesAWeightWhateverItsGradient() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray w = manager.create(new float[] {0.3f, 0.3f});
      NDArray g = manager.create(new float[] {5, 5});
      NDArray rates = manager.create(new float[] {0, 0.1f});
      float[] after =
          AdamW.withDecay(0.1)
              .step(new ParameterLayout(), w, g, w.zerosLike(), w.zerosLike(), rates, 1)
              .weights()
              .toFloatArray();
      assertThat(after[0]).isEqualTo(0.3f);
      assertThat(after[1]).isLessThan(0.21f);
    }
  }
}
