package io.worldcompass.producers;

/**
 * One recording of one format while it is read, from its first byte on, in pieces of any size. What
 * it hands on depends on the bytes alone and never on how they were cut, so that a growing file
 * gives what the finished one does.
 */
interface LogDecoder {
  /**
   * Takes the next bytes. A line or tic that is not whole yet waits for the rest.
   *
   * @throws BadLogException when this is no recording of the format
   */
  void feed(byte[] bytes) throws BadLogException;

  /**
   * Nothing more has come for a while, but more may. Only a format that is read as a whole has
   * something to do then.
   */
  default void pause() {}

  /**
   * The recording is over.
   *
   * @throws BadLogException when it is not a whole one
   */
  void end() throws BadLogException;
}
