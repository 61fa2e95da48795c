package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What could name a player is hashed with the run's salt before it leaves this machine: the same
 * player has the same pseudonym throughout a run, and who does not have the salt cannot try names.
 */
public final class Pseudonyms {
  private static final int BYTES = 8;
  private static final String ALGORITHM = "HmacSHA256";

  private final String salt;
  private final boolean alsoFiles;

  /**
   * Pseudonyms of a run.
   *
   * @param salt not empty
   * @param alsoFiles whether names of recordings are hashed too
   */
  public Pseudonyms(String salt, boolean alsoFiles) {
    if (salt.isBlank()) {
      throw new IllegalArgumentException("the salt of player ids must not be empty");
    }
    this.salt = salt;
    this.alsoFiles = alsoFiles;
  }

  /** The pseudonym of a player's id, 16 hex digits; empty for an empty id. */
  String player(String id) {
    return id.isEmpty() ? "" : hash("player", id);
  }

  /** The name of a recording as it may be written. */
  String file(String name) {
    return alsoFiles ? hash("file", name) : name;
  }

  private String hash(String kind, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(salt.getBytes(UTF_8), ALGORITHM));
      mac.update(kind.getBytes(UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)), 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
