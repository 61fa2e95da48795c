package io.worldcompass.gpu.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.worldcompass.schemas.Action;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExecutionTest {
  private static final Action FORWARD_RIGHT_TURN = new Action(1, 1);
  private static final Action DIAGONAL = new Action(5, 0);

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
  void withAFifthInFullTheCoordinateStaysStandardNormal() {
    long seed = 20260101;
    Random random = new Random(seed);
    double[] squares = new double[1];
    int inner = 0;
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      double u = executed(random).coordinate(random);
      squares[0] += u * u / draws;
      inner += Math.abs(u) < 1 ? 1 : 0;
    }
    assertThat(squares[0]).as("variance, seed " + seed).isCloseTo(1, within(0.04));
    assertThat(inner / (double) draws).as("within 1, seed " + seed).isCloseTo(0.683, within(0.015));
  }

  private static Execution executed(Random random) {
    double share = random.nextDouble();
    if (share < 0.2) {
      return Execution.IN_FULL;
    }
    return share < 0.6 ? Execution.FIRST_PART : Execution.SECOND_PART;
  }
}
