package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps the disk bounded over months: the newest weights stay, the newest trainer states and every
 * tenth among those versions (a rollback needs one), the base, every hundredth version, and the
 * best one so far. Manifests stay for ever.
 */
final class Retention {
  private static final int MILESTONE = 100;
  private static final int STATE_MILESTONE = 10;

  private final BlobStore blobs;
  private final int keepStates;
  private final int keepWeights;
  private final NavigableMap<Integer, WeightsManifest> recent = new TreeMap<>();
  private final Set<String> ofMilestones = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private Optional<WeightsManifest> pinned = Optional.empty();

  Retention(BlobStore blobs, int keepStates, int keepWeights, Collection<WeightsManifest> past) {
    this.blobs = blobs;
    this.keepStates = keepStates;
    this.keepWeights = keepWeights;
    past.forEach(this::remember);
    forgetOld();
  }

  /** Called when a manifest is committed: what it replaces may go. */
  void published(WeightsManifest manifest) {
    remember(manifest);
    deleteUnlessLive(recent.values());
    forgetOld();
  }

  /** Keeps a version whole, however old it gets, until another is pinned. */
  void pin(WeightsManifest best) {
    Optional<WeightsManifest> before = pinned;
    pinned = Optional.of(best);
    before.ifPresent(old -> deleteUnlessLive(List.of(old)));
  }

  /** The pinned version, when it is that one. */
  Optional<WeightsManifest> pinned(int version) {
    return pinned.filter(manifest -> manifest.getVersion() == version);
  }

  private void deleteUnlessLive(Collection<WeightsManifest> manifests) {
    Set<String> live = live();
    for (WeightsManifest old : manifests) {
      deleteUnless(live, old.getState());
      deleteUnless(live, old.getPolicy().getSha256());
    }
  }

  private void remember(WeightsManifest manifest) {
    recent.put(manifest.getVersion(), manifest);
    if (manifest.getVersion() % MILESTONE == 0) {
      ofMilestones.add(manifest.getPolicy().getSha256());
      if (manifest.getState() != null) {
        ofMilestones.add(manifest.getState());
      }
    }
  }

  /** A rollback and an iteration that trained nothing share blobs with another version. */
  private Set<String> live() {
    int newest = recent.lastKey();
    Set<String> live = new HashSet<>(ofMilestones);
    pinned.ifPresent(
        best -> {
          live.add(best.getPolicy().getSha256());
          live.add(best.getState());
        });
    for (WeightsManifest manifest : recent.tailMap(newest - keepWeights, false).values()) {
      live.add(manifest.getPolicy().getSha256());
      if (manifest.getVersion() > newest - keepStates
          || manifest.getVersion() % STATE_MILESTONE == 0) {
        live.add(manifest.getState());
      }
    }
    return live;
  }

  private void deleteUnless(Set<String> live, String sha256) {
    if (sha256 != null && !live.contains(sha256) && deleted.add(sha256)) {
      blobs.delete(sha256);
    }
    if (live.contains(sha256)) {
      deleted.remove(sha256);
    }
  }

  /** One more than is kept: the next publication deletes what it names. */
  private void forgetOld() {
    while (recent.size() > keepWeights) {
      WeightsManifest gone = recent.pollFirstEntry().getValue();
      deleted.remove(gone.getState());
      deleted.remove(gone.getPolicy().getSha256());
    }
  }
}
