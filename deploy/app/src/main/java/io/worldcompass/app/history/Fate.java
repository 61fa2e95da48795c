package io.worldcompass.app.history;

import java.util.Locale;

/** How a scenario, task, candidate, group or batch ended, or where it still is. */
public enum Fate {
  TRAINED,
  FILTERED,
  EXPIRED,
  DEAD_LETTER,
  POOLED,
  PENDING;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
