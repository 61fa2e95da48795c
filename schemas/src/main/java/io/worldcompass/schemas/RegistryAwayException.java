package io.worldcompass.schemas;

/**
 * The schema registry has not answered for long. Not a fault of the record: whoever meets this must
 * try again later, and must not treat the record as one that cannot be decoded.
 */
public final class RegistryAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryAwayException(Throwable cause) {
    super("the schema registry does not answer: " + cause.getMessage(), cause);
  }
}
