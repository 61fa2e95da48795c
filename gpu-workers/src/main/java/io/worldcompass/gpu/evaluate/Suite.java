package io.worldcompass.gpu.evaluate;

import java.util.Locale;

/** What is commanded in an evaluation (spec S6). */
public enum Suite {
  /** One translation or one rotation, no diagonal. */
  BASIC,
  /** A translation with a rotation, or a diagonal. */
  COMPOSITE;

  /** The name in JSON and on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
