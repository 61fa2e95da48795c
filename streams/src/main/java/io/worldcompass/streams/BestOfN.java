package io.worldcompass.streams;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Best-of-N selection: the worst and the best of a group are trained, the middle is not (S11). */
public final class BestOfN {
  private BestOfN() {}

  /**
   * What was selected, as positions in the group.
   *
   * @param worst the first K/2 in ascending order of advantage
   * @param best the last K/2 in ascending order of advantage
   */
  public record Selection(List<Integer> worst, List<Integer> best) {
    /** Worst and best in a training order drawn from the seed. */
    public List<Integer> shuffled(long seed) {
      List<Integer> order = new ArrayList<>(worst);
      order.addAll(best);
      Shuffle.shuffle(order, seed);
      return List.copyOf(order);
    }
  }

  /**
   * Selects K = min(keep, group size) rounded down to even; members are never copied to fill up.
   *
   * @param advantage advantage of each member of one group
   * @param keep members to keep of a full group
   */
  public static Selection select(double[] advantage, int keep) {
    List<Integer> ascending =
        IntStream.range(0, advantage.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> advantage[i])) // stable
            .toList();
    int half = Math.min(keep, advantage.length) / 2;
    return new Selection(
        ascending.subList(0, half), ascending.subList(advantage.length - half, advantage.length));
  }
}
