package io.worldcompass.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids and seeds that are functions of what they name: a second attempt gets the same ones. */
final class Ids {
  private static final int SHORT_HASH_BYTES = 6;

  private Ids() {}

  /** An id that sorts by iteration and slot and that a person can read. */
  static String prefix(String run, long seed, int iteration, int slot, String scenario, int clip) {
    byte[] hash =
        hash(
            "prefix",
            run,
            Long.toString(seed),
            Integer.toString(iteration),
            Integer.toString(slot),
            scenario,
            Integer.toString(clip));
    return String.format(
        "i%06d-p%04d-c%02d-%s",
        iteration, slot, clip, HexFormat.of().formatHex(hash, 0, SHORT_HASH_BYTES));
  }

  /** A seed from the given parts, uniform over all longs. */
  static long seed(String... parts) {
    return ByteBuffer.wrap(hash(parts)).getLong();
  }

  private static byte[] hash(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0); // so that ("a", "bc") and ("ab", "c") differ
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
