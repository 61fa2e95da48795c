package io.worldcompass.schemas.blob;

/** A blob that cannot be stored, found or verified; the message names it and says what to do. */
public final class BlobException extends RuntimeException {
  public BlobException(String message) {
    super(message);
  }

  public BlobException(String message, Throwable cause) {
    super(message, cause);
  }
}
