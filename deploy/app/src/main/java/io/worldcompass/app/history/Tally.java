package io.worldcompass.app.history;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts ends by fate, and by reason within a fate. */
final class Tally {
  private final Map<Fate, Map<String, Long>> counts = new EnumMap<>(Fate.class);

  void add(End end) {
    counts.computeIfAbsent(end.fate(), fate -> new TreeMap<>()).merge(end.reason(), 1L, Long::sum);
  }

  /** Number of ends by fate, in the order of {@link Fate}. */
  Map<String, Long> byFate() {
    Map<String, Long> sums = new LinkedHashMap<>();
    counts.forEach(
        (fate, reasons) ->
            sums.put(fate.toString(), reasons.values().stream().mapToLong(n -> n).sum()));
    return sums;
  }

  /** Number of ends by reason, of the fates that have one. */
  Map<String, Map<String, Long>> reasons() {
    Map<String, Map<String, Long>> reasons = new LinkedHashMap<>();
    counts.forEach(
        (fate, byReason) -> {
          if (fate == Fate.FILTERED || fate == Fate.EXPIRED || fate == Fate.DEAD_LETTER) {
            reasons.put(fate.toString(), byReason);
          }
        });
    return reasons;
  }
}
