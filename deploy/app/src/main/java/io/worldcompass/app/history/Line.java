package io.worldcompass.app.history;

import io.worldcompass.schemas.avro.WeightsManifest;

/** What a manifest says of how its version came to be. */
public final class Line {
  private Line() {}

  /** Trained from a batch: neither the base nor a return to an earlier version. */
  public static boolean isTrained(WeightsManifest manifest) {
    return manifest.getVersion() > 0 && manifest.getParent() == manifest.getVersion() - 1;
  }
}
