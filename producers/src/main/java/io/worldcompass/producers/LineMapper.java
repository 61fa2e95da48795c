package io.worldcompass.producers;

import com.fasterxml.jackson.databind.JsonNode;

/** What the lines of a format say about their ticks. */
interface LineMapper {
  /**
   * Adds the line's tick.
   *
   * @param number of the line, from 1
   * @throws BadLineException when it lacks a field; nothing has been added then
   */
  void add(JsonNode line, int number) throws BadLineException;

  /** What the next line says of the tick before it, before that line counts as read. */
  default void next(JsonNode line) {}

  /** There is no next line to say anything, or it is a bad one. */
  default void noNext() {}

  /** The log has been read, or paused. */
  default void pause() {}
}
