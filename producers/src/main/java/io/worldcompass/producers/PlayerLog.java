package io.worldcompass.producers;

import java.util.List;

/**
 * One player's controls over one recording, tick by tick: what every log format is read into.
 *
 * @param format name of the log format
 * @param file name of the recording, without its folder
 * @param contentId identity of the recording's content (hex SHA-256), so that a renamed or copied
 *     file is still the same source
 * @param title what was played, for the prompt, such as "Doom, episode 3, map 3"
 * @param player 0-based
 * @param ticks the position in this list is the tick's number everywhere else
 * @param breaks in order, not overlapping
 */
public record PlayerLog(
    String format,
    String file,
    String contentId,
    String title,
    int player,
    List<Tick> ticks,
    List<Break> breaks) {
  public PlayerLog {
    ticks = List.copyOf(ticks);
    breaks = List.copyOf(breaks);
    int free = 0;
    for (Break b : breaks) {
      if (b.tick() < free || b.resumesAt() > ticks.size()) {
        throw new IllegalArgumentException("breaks must be in order and inside the log: " + b);
      }
      free = b.resumesAt();
    }
  }
}
