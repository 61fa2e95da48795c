package io.worldcompass.embedded;

/**
 * Start-up or storage failed for a reason that the user can do something about; the message is one
 * line that says what.
 */
public final class EmbeddedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedException(String message) {
    super(message);
  }

  EmbeddedException(String message, Throwable cause) {
    super(message, cause);
  }
}
