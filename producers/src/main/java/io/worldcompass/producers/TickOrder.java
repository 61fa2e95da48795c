package io.worldcompass.producers;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Watches the tick numbers, or the times, that a log carries, and tells where ticks are missing.
 */
final class TickOrder {
  private final Play play;
  private final int player;
  private long last = -1;
  private boolean any;
  private double lastMillis = Double.NaN;

  TickOrder(Play play, int player) {
    this.play = play;
    this.player = player;
  }

  /** Looks at the number of the tick that is about to be added; a line without one is trusted. */
  void next(JsonNode number, int line) {
    if (!number.isIntegralNumber()) {
      return;
    }
    long tick = number.longValue();
    if (any && tick <= last) {
      play.outOfOrder(player, line, "tick " + tick + " after tick " + last);
    } else if (any && tick != last + 1) {
      play.gap(player, Break.GAP);
    }
    last = tick;
    any = true;
  }

  /**
   * Looks at the time of the tick that is about to be added.
   *
   * @param millis of the recorder's clock
   * @param period milliseconds of a tick; half as much again between two of them is a gap
   */
  void nextTime(JsonNode millis, double period, int line) {
    if (!millis.isNumber()) {
      return;
    }
    double time = millis.doubleValue();
    if (time < lastMillis) {
      play.outOfOrder(player, line, "time " + millis + " ms after an earlier one");
    } else if (time - lastMillis > 1.5 * period) {
      play.gap(player, Break.GAP);
    }
    lastMillis = time;
  }
}
