package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class MovingAveragesTest {
  @Test
  void thePolicysDecayAgreesWithTheReferenceValues() {
    for (JsonNode c : Golden.cases("policy_decay")) {
      assertThat(MovingAverages.PAPER.policyDecay(c.get("iteration").asInt()))
          .isCloseTo(c.get("decay").asDouble(), within(1e-12));
    }
  }

  @Test
  void anAverageMovesByOneMinusItsDecayAndLeavesEqualValuesBitForBit() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray average = manager.create(new float[] {1, 0.1f});
      NDArray value = manager.create(new float[] {2, 0.1f});
      assertThat(MovingAverages.mix(average, value, 0.75).toFloatArray())
          .containsExactly(1.25f, 0.1f);
    }
  }
}
