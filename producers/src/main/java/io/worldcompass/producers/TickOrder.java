package io.worldcompass.producers;

import com.fasterxml.jackson.databind.JsonNode;

/** Watches the tick numbers that a log carries and tells the timeline where some are missing. */
final class TickOrder {
  private long last = -1;
  private boolean any;

  /** Looks at the number of the tick that is about to be added; a line without one is trusted. */
  void next(JsonNode number, int line, Timeline timeline) {
    if (!number.isIntegralNumber()) {
      return;
    }
    long tick = number.longValue();
    if (any && tick <= last) {
      timeline.gap("line " + line + ": tick " + tick + " after tick " + last);
    } else if (any && tick != last + 1) {
      timeline.gap(Break.GAP);
    }
    last = tick;
    any = true;
  }
}
