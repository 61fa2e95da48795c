package io.worldcompass.gpu.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StalenessTest {
  @Test
  void agesAreSummarisedAsMeanMedianNinetyNinthPercentileAndMaximum() {
    int[] ages = IntStream.rangeClosed(1, 200).map(i -> i == 200 ? 4 : i <= 150 ? 0 : 2).toArray();
    assertThat(Staleness.metrics(ages, 0))
        .containsEntry("staleness_mean", (49 * 2 + 4) / 200.0)
        .containsEntry("staleness_p50", 0.0)
        .containsEntry("staleness_p99", 2.0)
        .containsEntry("staleness_max", 4.0);
  }

  @Test
  void everyAgeIsTheSumOfItsPartInFlightAndItsPartInTheQueue() {
    // Two versions were published since the batch was emitted: no sample waited for more of them
    // than it is old.
    Map<String, Double> metrics = Staleness.metrics(new int[] {0, 1, 4}, 2);
    assertThat(metrics)
        .containsEntry("staleness_in_queue_mean", (0 + 1 + 2) / 3.0)
        .containsEntry("staleness_in_queue_max", 2.0)
        .containsEntry("staleness_in_flight_mean", (0 + 0 + 2) / 3.0)
        .containsEntry("staleness_in_flight_p50", 0.0)
        .containsEntry("staleness_in_flight_max", 2.0);
    assertThat(metrics.get("staleness_in_flight_mean") + metrics.get("staleness_in_queue_mean"))
        .isCloseTo(metrics.get("staleness_mean"), within(1e-9));
  }

  @Test
  void theOrderOfTheSamplesIsOfNoAccount() {
    int[] ages = {3, 0, 2, 2, 1};
    int[] sorted = Arrays.stream(ages).sorted().toArray();
    assertThat(Staleness.metrics(ages, 1)).isEqualTo(Staleness.metrics(sorted, 1));
  }

  @Test
  void aBatchWithoutSamplesHasNoAges() {
    assertThat(Staleness.metrics(new int[0], 3)).isEmpty();
  }
}
