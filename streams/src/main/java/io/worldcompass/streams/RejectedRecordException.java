package io.worldcompass.streams;

import java.util.Locale;

/**
 * A record that is not processed but kept as a dead letter: the processing exception handler writes
 * its original bytes, its origin and this message to the dead-letters topic, and goes on.
 */
final class RejectedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a record is rejected: the first word of the message. */
  enum Reason {
    /** Its group or iteration is closed. */
    LATE,
    /** The same thing was seen before, as from a second attempt at a task. */
    DUPLICATE,
    /** It breaks a rule of its schema's documentation. */
    INVALID,
    /** No task asked for it. */
    ORPHAN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  /** Without a stack trace: it is an expected outcome, and the message says all. */
  RejectedRecordException(Reason reason, String message) {
    super(reason + ": " + message, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
