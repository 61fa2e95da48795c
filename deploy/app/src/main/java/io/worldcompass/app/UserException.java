package io.worldcompass.app;

/** An error for the user to read: one line that says what is wrong and what to do. */
final class UserException extends RuntimeException {
  UserException(String message) {
    super(message);
  }

  UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
