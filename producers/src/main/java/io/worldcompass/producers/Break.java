package io.worldcompass.producers;

/**
 * A place where a log stops being one unbroken stretch of play.
 *
 * @param tick the first tick that no clip may hold: the one during which it happened
 * @param resumesAt the tick at which the next unbroken segment starts, at least {@code tick}; equal
 *     to it when something is missing between two ticks; the length of the log when play never
 *     resumes
 * @param reason why, for people and for the dry run, such as "death"
 */
public record Break(int tick, int resumesAt, String reason) {
  public static final String DEATH = "death";
  public static final String TELEPORT = "teleport";
  public static final String GAP = "gap";
  public static final String OPEN_MENU = "open menu";
  public static final String LEVEL_CHANGE = "level change";

  public Break {
    if (tick < 0 || resumesAt < tick) {
      throw new IllegalArgumentException("a break at " + tick + " cannot resume at " + resumesAt);
    }
  }
}
