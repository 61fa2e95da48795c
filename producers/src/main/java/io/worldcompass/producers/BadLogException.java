package io.worldcompass.producers;

/**
 * A recording that cannot be read. The message is one line for the person who passed the file: its
 * name, where in it, what was found and what was expected.
 */
public final class BadLogException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadLogException(String file, String problem) {
    super(file + ": " + problem);
  }

  /** A problem at a byte offset, counted from 0. */
  static BadLogException atByte(String file, long offset, String problem) {
    return new BadLogException(file, "byte " + offset + ": " + problem);
  }
}
