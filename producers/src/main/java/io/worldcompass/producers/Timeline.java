package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;

/** Collects the ticks and breaks of one player while a log is read line by line. */
final class Timeline {
  private static final Tick STILL = new Tick(0, 0, 0, 0);

  private final List<Tick> ticks = new ArrayList<>();
  private final List<Break> breaks = new ArrayList<>();

  /** A tick that was played. */
  void play(Tick tick) {
    ticks.add(tick);
  }

  /** A tick that no clip may hold. Neighbours with the same reason are one break. */
  void lose(String reason) {
    int at = ticks.size();
    ticks.add(STILL);
    Break last = lastBreak();
    if (last != null && last.resumesAt() == at && last.reason().equals(reason)) {
      breaks.set(breaks.size() - 1, new Break(last.tick(), at + 1, reason));
    } else {
      breaks.add(new Break(at, at + 1, reason));
    }
  }

  /** The tick before this place turns out to be one that no clip may hold. */
  void loseLast(String reason) {
    int at = ticks.size() - 1;
    if (at >= 0 && !resumesHere()) {
      breaks.add(new Break(at, at + 1, reason));
    }
  }

  /** Something is missing between the last tick and the next one. */
  void gap(String reason) {
    if (!ticks.isEmpty() && !resumesHere()) {
      breaks.add(new Break(ticks.size(), ticks.size(), reason));
    }
  }

  PlayerLog log(String format, LogInput input, String contentId, String title) {
    return new PlayerLog(format, input.name(), contentId, title, 0, ticks, breaks);
  }

  private boolean resumesHere() {
    Break last = lastBreak();
    return last != null && last.resumesAt() == ticks.size();
  }

  private Break lastBreak() {
    return breaks.isEmpty() ? null : breaks.get(breaks.size() - 1);
  }
}
