package io.worldcompass.gpu.train;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one forward pass: all rows of some neighbouring groups, equally many of each, or some
 * rows of one group. So one context a group serves its rows.
 *
 * @param firstGroup index of the first group
 * @param groups number of groups
 */
record Pass(int firstGroup, int groups, List<Row> rows) {

  /**
   * As few passes as {@code limit} allows.
   *
   * @param rows of each group
   */
  static List<Pass> plan(List<List<Row>> rows, int limit) {
    List<Pass> passes = new ArrayList<>();
    int first = 0;
    while (first < rows.size()) {
      int end = endOfRun(rows, first, limit);
      List<Row> all = rows.subList(first, end).stream().flatMap(List::stream).toList();
      for (int from = 0; from < all.size(); from += limit) {
        int to = end - first > 1 ? all.size() : Math.min(from + limit, all.size());
        passes.add(new Pass(first, end - first, all.subList(from, to)));
      }
      first = end;
    }
    return passes;
  }

  private static int endOfRun(List<List<Row>> rows, int first, int limit) {
    int each = rows.get(first).size();
    int end = first + 1;
    while (end < rows.size() && rows.get(end).size() == each && (end - first + 1) * each <= limit) {
      end++;
    }
    return end;
  }
}
