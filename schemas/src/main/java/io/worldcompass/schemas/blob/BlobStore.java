package io.worldcompass.schemas.blob;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * Content-addressed storage for what is too large for the broker (claim check). A blob is written
 * before the record that names it, and verified whenever it is read.
 */
public interface BlobStore {
  /**
   * Stores bytes, durably, under their hash; storing the same bytes again only renews the time at
   * which they were written.
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

  /**
   * Removes what was written before a time and is not to be kept, also what a torn write left.
   *
   * @param keep whether a blob, named by its hash, stays
   * @return how many blobs were removed, and their size
   */
  Swept sweep(Instant before, Predicate<String> keep);

  /**
   * What a sweep removed.
   *
   * @param removed number of blobs
   * @param bytes their size
   * @param kept number of blobs that stay
   */
  record Swept(long removed, long bytes, long kept) {}
}
