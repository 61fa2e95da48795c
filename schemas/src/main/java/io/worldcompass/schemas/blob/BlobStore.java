package io.worldcompass.schemas.blob;

/**
 * Content-addressed storage for what is too large for the broker (claim check). A blob is written
 * before the record that names it, and verified whenever it is read.
 */
public interface BlobStore {
  /**
   * Stores bytes, durably, under their hash; storing the same bytes again changes nothing.
   *
   * @return SHA-256 of the bytes, 64 lower-case hex digits
   * @throws BlobException when they cannot be stored, for instance on a full disk
   */
  String put(byte[] bytes);

  /**
   * Reads and verifies a blob.
   *
   * @throws BlobException when it is missing, or when its bytes do not have that hash
   */
  byte[] get(String sha256);

  boolean contains(String sha256);

  /** Removes a blob that no live record names; removing a missing one changes nothing. */
  void delete(String sha256);
}
