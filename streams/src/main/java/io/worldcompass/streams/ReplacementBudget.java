package io.worldcompass.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Allows a few replacements of dead threads in a while: enough for a hiccup, not for a defect. */
final class ReplacementBudget {
  private static final int REPLACEMENTS = 5;
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final Deque<Long> taken = new ArrayDeque<>();

  /** Takes one replacement, if one is left. */
  synchronized boolean take(long nanoTime) {
    while (!taken.isEmpty() && nanoTime - taken.peek() > WINDOW.toNanos()) {
      taken.remove();
    }
    if (taken.size() >= REPLACEMENTS) {
      return false;
    }
    taken.add(nanoTime);
    return true;
  }
}
