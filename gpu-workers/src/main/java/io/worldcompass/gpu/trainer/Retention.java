package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Keeps the disk bounded over months: only the newest trainer states and weights stay, besides the
 * base and every hundredth version. Manifests stay for ever.
 */
final class Retention {
  private static final int MILESTONE = 100;

  private final BlobStore blobs;
  private final int keepStates;
  private final int keepWeights;
  private final NavigableMap<Integer, WeightsManifest> recent = new TreeMap<>();

  Retention(BlobStore blobs, int keepStates, int keepWeights, Collection<WeightsManifest> past) {
    this.blobs = blobs;
    this.keepStates = keepStates;
    this.keepWeights = keepWeights;
    past.forEach(manifest -> recent.put(manifest.getVersion(), manifest));
    while (recent.size() > keepWeights) {
      recent.pollFirstEntry();
    }
  }

  /** Called when a manifest is committed: what it replaces may go. */
  void published(WeightsManifest manifest) {
    recent.put(manifest.getVersion(), manifest);
    WeightsManifest old = recent.get(manifest.getVersion() - keepStates);
    if (old != null && old.getState() != null && !isMilestone(old) && !isSharedState(old)) {
      blobs.delete(old.getState());
    }
    if (recent.size() > keepWeights) {
      WeightsManifest oldest = recent.pollFirstEntry().getValue();
      if (!isMilestone(oldest)) {
        blobs.delete(oldest.getPolicy().getSha256());
      }
    }
  }

  /** An iteration without a usable group changes nothing, so its state may be its parent's. */
  private boolean isSharedState(WeightsManifest old) {
    return recent.tailMap(old.getVersion(), false).values().stream()
        .anyMatch(newer -> old.getState().equals(newer.getState()));
  }

  private static boolean isMilestone(WeightsManifest manifest) {
    return manifest.getVersion() % MILESTONE == 0;
  }
}
