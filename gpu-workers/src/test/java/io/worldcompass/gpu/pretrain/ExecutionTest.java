package io.worldcompass.gpu.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.worldcompass.schemas.Action;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExecutionTest {
  private static final Action FORWARD_RIGHT_TURN = new Action(1, 1);
  private static final Action DIAGONAL = new Action(5, 0);
  private static final int DRAWS = 20_000;
  private static final long SEED = 20260101;

  @Test
  void executionsAreToldApartByTheirParts() {
    assertThat(Execution.of(new Action(1, 0), new Action(1, 0))).isEqualTo(Execution.PLAIN);
    assertThat(Execution.of(FORWARD_RIGHT_TURN, FORWARD_RIGHT_TURN)).isEqualTo(Execution.IN_FULL);
    assertThat(Execution.of(FORWARD_RIGHT_TURN, new Action(1, 0))).isEqualTo(Execution.FIRST_PART);
    assertThat(Execution.of(FORWARD_RIGHT_TURN, new Action(0, 1))).isEqualTo(Execution.SECOND_PART);
    assertThat(Execution.of(DIAGONAL, new Action(1, 0))).isEqualTo(Execution.FIRST_PART);
    assertThat(Execution.of(DIAGONAL, new Action(3, 0))).isEqualTo(Execution.SECOND_PART);
  }

  @Test
  void threeTenthsOfAllNoiseStandForAFullExecutionAndTheRestForEitherPartAlike() {
    Random random = new Random(SEED);
    Map<Execution, Integer> counts = new EnumMap<>(Execution.class);
    for (int i = 0; i < DRAWS; i++) {
      counts.merge(Execution.at(random.nextGaussian(), random.nextGaussian()), 1, Integer::sum);
    }
    assertThat(share(counts, Execution.IN_FULL)).isCloseTo(0.3, within(0.012));
    assertThat(share(counts, Execution.FIRST_PART)).isCloseTo(0.35, within(0.015));
    assertThat(share(counts, Execution.SECOND_PART)).isCloseTo(0.35, within(0.015));
  }

  @Test
  void placedCoordinatesStandForTheirExecutionAndStayStandardNormal() {
    Random random = new Random(SEED);
    float[] coordinates = new float[2 * DRAWS];
    double squares = 0;
    double product = 0;
    for (int row = 0; row < DRAWS; row++) {
      Execution executed = executed(random);
      executed.place(random, coordinates, row);
      double first = coordinates[2 * row];
      double second = coordinates[2 * row + 1];
      assertThat(Execution.at(first, second)).isEqualTo(executed);
      squares += (first * first + second * second) / (2 * DRAWS);
      product += first * second / DRAWS;
    }
    assertThat(squares).as("variance, seed " + SEED).isCloseTo(1, within(0.04));
    assertThat(product).as("covariance, seed " + SEED).isCloseTo(0, within(0.04));
  }

  private static double share(Map<Execution, Integer> counts, Execution execution) {
    return counts.get(execution) / (double) DRAWS;
  }

  private static Execution executed(Random random) {
    double share = random.nextDouble();
    if (share < 0.3) {
      return Execution.IN_FULL;
    }
    return share < 0.65 ? Execution.FIRST_PART : Execution.SECOND_PART;
  }
}
