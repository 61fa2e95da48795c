package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import io.worldcompass.schemas.config.Config.NftMode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NftLossTest {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final Offset<Double> FLOAT = within(1e-5);
  private static final int ROUNDS = 200;

  private final NDManager manager = NDManager.newBaseManager();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void agreesWithTheReferenceValuesInFloat64() {
    for (JsonNode c : Golden.cases("loss")) {
      agrees(c, DataType.FLOAT64, EXACT);
    }
  }

  @Test
  void agreesWithTheReferenceValuesInFloat32() {
    for (JsonNode c : Golden.cases("loss")) {
      agrees(c, DataType.FLOAT32, FLOAT);
    }
  }

  private void agrees(JsonNode c, DataType type, Offset<Double> tolerance) {
    Rows rows = Rows.of(c, manager, type);
    Evaluation got = rows.evaluate(NftLoss.of(NftMode.DEFAULT, c.get("beta").asDouble()));
    JsonNode expected = c.get("expected");
    assertThat(got.loss()[0]).isCloseTo(expected.get("loss").asDouble(), tolerance);
    assertThat(got.positive()[0]).isCloseTo(expected.get("positive").asDouble(), tolerance);
    assertThat(got.negative()[0]).isCloseTo(expected.get("negative").asDouble(), tolerance);
    assertThat(got.gradient()).containsExactly(Golden.doubles(expected.get("gradient")), tolerance);
  }

  @Test
  void theGradientByAutogradIsTheClosedFormOfS13() {
    for (int round = 0; round < ROUNDS; round++) {
      Rows rows = Rows.random(random, manager, 5, 3);
      double beta = 0.1 + 2 * random.nextDouble();
      double[] got = rows.evaluate(NftLoss.of(NftMode.DEFAULT, beta)).gradient();
      assertThat(got).as("seed %d", seed).containsExactly(rows.closedForm(beta), EXACT);
    }
  }

  @Test
  void eachRowIsReducedOnItsOwn() {
    Rows rows = Rows.random(random, manager, 4, 6);
    NftLoss loss = NftLoss.of(NftMode.DEFAULT, 0.7);
    double[] together = rows.evaluate(loss).loss();
    for (int i = 0; i < 4; i++) {
      assertThat(rows.row(i).evaluate(loss).loss()[0]).isCloseTo(together[i], EXACT);
    }
  }

  @Test
  void withBetaOneThePositiveTermIgnoresTheOldPrediction() {
    for (int round = 0; round < ROUNDS; round++) {
      Rows rows = Rows.random(random, manager, 2, 4);
      NftLoss loss = NftLoss.of(NftMode.DEFAULT, 1);
      double[] other = rows.withOld(rows.v().mul(-3)).evaluate(loss).positive();
      assertThat(rows.evaluate(loss).positive()).as("seed %d", seed).containsExactly(other, EXACT);
    }
  }

  @Test
  void whereNewAndOldAgreeTheTermsAreEqualAndTheGradientIsTwoRMinusOneTimesThePositives() {
    for (int round = 0; round < ROUNDS; round++) {
      Rows drawn = Rows.random(random, manager, 1, 4);
      Rows rows = drawn.withOld(drawn.v());
      NftLoss loss = NftLoss.of(NftMode.DEFAULT, 0.1 + random.nextDouble());
      Evaluation at = rows.evaluate(loss);
      assertThat(at.positive()).as("seed %d", seed).containsExactly(at.negative(), EXACT);
      double[] positiveOnly = rows.withR(1).evaluate(loss).gradient();
      double factor = 2 * rows.r().getDouble(0) - 1;
      double[] expected = Arrays.stream(positiveOnly).map(g -> factor * g).toArray();
      assertThat(at.gradient()).as("seed %d", seed).containsExactly(expected, EXACT);
    }
  }

  @Test
  void aboveTheFloorThePositiveTermIsSigmaTimesMseOverMae() {
    for (int round = 0; round < ROUNDS; round++) {
      Rows rows = Rows.random(random, manager, 1, 7);
      NDArray difference = rows.noise().sub(rows.x0()).sub(rows.v());
      double expected =
          rows.sigma().getDouble(0)
              * difference.square().mean().getDouble()
              / difference.abs().mean().getDouble();
      double[] got = rows.evaluate(NftLoss.of(NftMode.DEFAULT, 1)).positive();
      assertThat(got[0]).as("seed %d", seed).isCloseTo(expected, EXACT);
    }
  }

  @Test
  void belowTheFloorTheWeightIsTheFloor() {
    Rows drawn = Rows.random(random, manager, 1, 4);
    NDArray nearlyExact = drawn.noise().sub(drawn.x0()).add(1e-7);
    Rows rows = drawn.withV(nearlyExact);
    double error = rows.sigma().getDouble(0) * 1e-7;
    double[] got = rows.evaluate(NftLoss.of(NftMode.DEFAULT, 1)).positive();
    assertThat(got[0]).isCloseTo(error * error / NftLoss.FLOOR, within(1e-15));
  }

  @Test
  void upstreamScalesTheLossAndPullsTowardsTheReference() {
    Rows rows = Rows.random(random, manager, 3, 4);
    double beta = 0.5;
    double[] plain = rows.evaluate(NftLoss.of(NftMode.DEFAULT, beta)).loss();
    NftLoss upstream = new NftLoss(NftMode.UPSTREAM, beta, NftLoss.FLOOR, 5, 0.3);
    double[] got = rows.evaluate(upstream).loss();
    double[] pull = rows.v().sub(rows.reference()).square().mean(new int[] {1}).toDoubleArray();
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).isCloseTo(plain[i] * 5 / beta + 0.3 * pull[i], EXACT);
    }
  }

  @Test
  void releasedDoesNotDependOnROrOnTheOldPredictionButItsGradientDoesOnR() {
    Rows rows = Rows.random(random, manager, 1, 4);
    NftLoss released = NftLoss.of(NftMode.RELEASED, 0.8);
    Evaluation good = rows.withR(1).withOld(null).evaluate(released);
    Evaluation bad = rows.withR(0).withOld(null).evaluate(released);
    assertThat(good.loss()).containsExactly(bad.loss(), EXACT);
    double[] opposite = Arrays.stream(bad.gradient()).map(g -> -g).toArray();
    assertThat(good.gradient()).containsExactly(opposite, EXACT);
  }

  @Test
  void numbersWithoutAMeaningAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> NftLoss.of(NftMode.DEFAULT, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> NftLoss.of(NftMode.DEFAULT, Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NftLoss(NftMode.DEFAULT, 1, 1e-5, 5, 0.1));
  }

  @SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
  private record Evaluation(
      double[] loss, double[] positive, double[] negative, double[] gradient) {}

  private record Rows(
      NDArray x0,
      NDArray noise,
      NDArray sigma,
      NDArray v,
      NDArray old,
      NDArray reference,
      NDArray r) {

    static Rows of(JsonNode c, NDManager manager, DataType type) {
      int n = c.get("x0").size();
      Function<String, NDArray> row =
          key -> manager.create(Golden.doubles(c.get(key)), new Shape(1, n)).toType(type, false);
      Function<String, NDArray> scalar =
          key -> manager.create(new double[] {c.get(key).asDouble()}).toType(type, false);
      NDArray v = row.apply("v");
      NDArray old = row.apply("v_old");
      return new Rows(
          row.apply("x0"),
          row.apply("noise"),
          scalar.apply("sigma"),
          v,
          old,
          old,
          scalar.apply("r"));
    }

    static Rows random(Random random, NDManager manager, int rows, int n) {
      Function<Integer, NDArray> normal =
          count -> manager.create(random.doubles(count).map(u -> 4 * u - 2).toArray());
      Shape shape = new Shape(rows, n);
      return new Rows(
          normal.apply(rows * n).reshape(shape),
          normal.apply(rows * n).reshape(shape),
          manager.create(random.doubles(rows, 0.02, 1).toArray()),
          normal.apply(rows * n).reshape(shape),
          normal.apply(rows * n).reshape(shape),
          normal.apply(rows * n).reshape(shape),
          manager.create(random.doubles(rows).toArray()));
    }

    Rows withOld(NDArray other) {
      return new Rows(x0, noise, sigma, v, other, reference, r);
    }

    Rows withV(NDArray other) {
      return new Rows(x0, noise, sigma, other, old, reference, r);
    }

    Rows withR(double value) {
      return new Rows(x0, noise, sigma, v, old, reference, r.mul(0).add(value));
    }

    Rows row(int i) {
      String one = i + ":" + (i + 1);
      return new Rows(
          x0.get(one),
          noise.get(one),
          sigma.get(one),
          v.get(one),
          old.get(one),
          reference.get(one),
          r.get(one));
    }

    Evaluation evaluate(NftLoss loss) {
      NDArray x = NftLoss.noisy(x0, noise, sigma);
      NDArray leaf = v.duplicate();
      leaf.setRequiresGradient(true);
      try (GradientCollector collector = v.getManager().getEngine().newGradientCollector()) {
        NftLoss.Terms terms = loss.terms(x0, x, sigma, leaf, old, reference, r);
        collector.backward(terms.loss().sum());
        return new Evaluation(
            doubles(terms.loss()),
            doubles(terms.positive()),
            doubles(terms.negative()),
            doubles(leaf.getGradient()));
      }
    }

    /** (2 sigma beta / n) (-r (y+ - x0) / w+ + (1 - r) (y- - x0) / w-), in plain Java. */
    double[] closedForm(double beta) {
      int n = (int) x0.getShape().get(1);
      double[] gradient = new double[(int) x0.size()];
      for (int row = 0; row < x0.getShape().get(0); row++) {
        double s = sigma.getDouble(row);
        double[] plus = new double[n];
        double[] minus = new double[n];
        for (int i = 0; i < n; i++) {
          double clean = x0.getDouble(row, i);
          double x = (1 - s) * clean + s * noise.getDouble(row, i);
          double o = old.getDouble(row, i);
          double now = v.getDouble(row, i);
          plus[i] = x - s * ((1 - beta) * o + beta * now) - clean;
          minus[i] = x - s * ((1 + beta) * o - beta * now) - clean;
        }
        double wPlus = Math.max(meanMagnitude(plus), NftLoss.FLOOR);
        double wMinus = Math.max(meanMagnitude(minus), NftLoss.FLOOR);
        double good = r.getDouble(row);
        for (int i = 0; i < n; i++) {
          gradient[row * n + i] =
              2 * s * beta / n * (-good * plus[i] / wPlus + (1 - good) * minus[i] / wMinus);
        }
      }
      return gradient;
    }

    private static double meanMagnitude(double[] values) {
      return Arrays.stream(values).map(Math::abs).average().orElseThrow();
    }

    private static double[] doubles(NDArray array) {
      return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
  }

  @Test
  void thereAreReferenceValues() {
    assertThat(List.of(Golden.cases("loss").size(), Golden.cases("policy_decay").size()))
        .containsExactly(24, 5);
  }
}
