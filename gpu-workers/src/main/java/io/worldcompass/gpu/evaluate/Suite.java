package io.worldcompass.gpu.evaluate;

import java.util.List;
import java.util.Locale;

/** What is commanded in an evaluation (spec S6). */
public enum Suite {
  /** One translation or one rotation, no diagonal. */
  BASIC,
  /** A translation with a rotation, or a diagonal. */
  COMPOSITE,
  /** What recorded players pressed, in their order. */
  RECORDED;

  /** What a model is measured on where no suite is named. */
  public static final List<Suite> SCRIPTED = List.of(BASIC, COMPOSITE);

  /** The name in JSON and on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
