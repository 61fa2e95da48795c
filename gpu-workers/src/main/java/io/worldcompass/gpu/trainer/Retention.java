package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps the disk bounded over months: only the newest trainer states and weights stay, besides the
 * base, every hundredth version, and the best one so far. Manifests stay for ever.
 */
final class Retention {
  private static final int MILESTONE = 100;

  private final BlobStore blobs;
  private final int keepStates;
  private final int keepWeights;
  private final NavigableMap<Integer, WeightsManifest> recent = new TreeMap<>();
  private Optional<WeightsManifest> pinned = Optional.empty();

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
    if (old != null && !isPinned(old)) {
      deleteState(old);
    }
    if (recent.size() > keepWeights) {
      WeightsManifest oldest = recent.pollFirstEntry().getValue();
      if (!isPinned(oldest)) {
        deleteWeights(oldest);
      }
    }
  }

  /** Keeps a version whole, however old it gets, until another is pinned. */
  void pin(WeightsManifest best) {
    Optional<WeightsManifest> before = pinned;
    pinned = Optional.of(best);
    before.filter(old -> !isPinned(old)).ifPresent(this::release);
  }

  private void release(WeightsManifest old) {
    if (old.getVersion() <= recent.lastKey() - keepStates) {
      deleteState(old);
    }
    if (!recent.containsKey(old.getVersion())) {
      deleteWeights(old);
    }
  }

  /** The pinned version, when it is that one. */
  Optional<WeightsManifest> pinned(int version) {
    return pinned.filter(manifest -> manifest.getVersion() == version);
  }

  private boolean isPinned(WeightsManifest manifest) {
    return pinned(manifest.getVersion()).isPresent();
  }

  private void deleteState(WeightsManifest old) {
    if (old.getState() != null && !isMilestone(old) && !isSharedState(old)) {
      blobs.delete(old.getState());
    }
  }

  private void deleteWeights(WeightsManifest old) {
    if (!isMilestone(old)) {
      blobs.delete(old.getPolicy().getSha256());
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
