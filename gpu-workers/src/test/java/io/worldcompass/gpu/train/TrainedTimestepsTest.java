package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainedTimestepsTest {
  @ParameterizedTest
  @CsvSource({"40, 0.5, 20", "4, 0.5, 2", "5, 0.5, 2", "100, 0.29, 29", "4, 1, 4", "3, 0.34, 1"})
  void theNumberIsTheRoundedDownFraction(int steps, double fraction, int count) {
    assertThat(TrainedTimesteps.count(steps, fraction)).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"4, 0.2", "4, 0", "4, 1.3", "4, NaN"})
  void aFractionThatLeavesNoneOrTooManyIsRefused(int steps, double fraction) {
    assertThatIllegalArgumentException().isThrownBy(() -> TrainedTimesteps.count(steps, fraction));
  }

  @Test
  void theIndicesAreDistinctInRangeAndEquallyOftenAtEveryPlace() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int steps = 8;
    int count = 3;
    int rounds = 40_000;
    int[][] seen = new int[count][steps];
    for (int round = 0; round < rounds; round++) {
      int[] drawn = TrainedTimesteps.draw(steps, count, random);
      assertThat(drawn).hasSize(count).doesNotHaveDuplicates();
      IntStream.range(0, count).forEach(place -> seen[place][drawn[place]]++);
    }
    for (int[] place : seen) {
      for (int times : place) {
        assertThat(times / (double) rounds).as("seed %d", seed).isCloseTo(0.125, within(0.012));
      }
    }
  }
}
