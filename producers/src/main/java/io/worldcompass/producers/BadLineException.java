package io.worldcompass.producers;

/** A line that says nothing usable; the message does not name the line. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  BadLineException(String message) {
    super(message);
  }
}
