package io.worldcompass.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestOfNTest {
  @Test
  void keepsTheWorstAndTheBestHalf() {
    BestOfN.Selection selection =
        BestOfN.select(new double[] {0.3, -1, 2, 0.1, -0.2, 0.9, 0.5, -3}, 4);
    assertThat(selection.worst()).containsExactly(7, 1);
    assertThat(selection.best()).containsExactly(5, 2);
  }

  @Test
  void equalAdvantagesKeepTheirOrder() {
    BestOfN.Selection selection = BestOfN.select(new double[5], 4);
    assertThat(selection.worst()).containsExactly(0, 1);
    assertThat(selection.best()).containsExactly(3, 4);
  }

  @Test
  void aSmallOrOddGroupIsRoundedDownToEvenAndNeverFilledWithCopies() {
    assertThat(BestOfN.select(new double[] {1, 2, 3}, 6).shuffled(1)).containsOnly(0, 2);
    assertThat(BestOfN.select(new double[] {1}, 6).shuffled(1)).isEmpty();
    assertThat(BestOfN.select(new double[0], 6).shuffled(1)).isEmpty();
  }

  @Test
  void theOrderDependsOnTheSeedAlone() {
    BestOfN.Selection selection = BestOfN.select(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 6);
    assertThat(selection.shuffled(7)).isEqualTo(selection.shuffled(7));
    Set<List<Integer>> orders = new HashSet<>();
    IntStream.range(0, 100).forEach(seed -> orders.add(selection.shuffled(seed)));
    assertThat(orders).hasSizeGreaterThan(50);
  }

  @Test
  void theSelectionIsAlwaysDistinctEvenAndOrdered() {
    Seeds.forEach(
        500,
        random -> {
          int size = random.nextInt(16);
          int keep = 2 * (1 + random.nextInt(6));
          double[] advantage =
              IntStream.range(0, size).mapToDouble(i -> random.nextInt(5)).toArray();
          BestOfN.Selection selection = BestOfN.select(advantage, keep);
          List<Integer> order = selection.shuffled(random.nextLong());
          assertThat(order).doesNotHaveDuplicates().hasSize(Math.min(keep, size) / 2 * 2);
          for (int worse : selection.worst()) {
            for (int better : selection.best()) {
              assertThat(advantage[worse]).isLessThanOrEqualTo(advantage[better]);
            }
          }
        });
  }
}
