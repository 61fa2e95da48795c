package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.WeightsManifest;
import java.time.Instant;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The newest versions and what each was trained from. */
final class Lineage {
  /** More than the largest staleness that can be configured. */
  private static final int REMEMBERED = 256;

  private final NavigableMap<Integer, WeightsManifest> recent = new TreeMap<>();

  Lineage(Collection<WeightsManifest> past) {
    past.forEach(this::add);
  }

  void add(WeightsManifest manifest) {
    recent.put(manifest.getVersion(), manifest);
    if (recent.size() > REMEMBERED) {
      recent.pollFirstEntry();
    }
  }

  /**
   * The versions whose samples may be trained on top of the newest one: itself and its ancestors,
   * not more than that many versions older. A line that a rollback abandoned is not among them.
   */
  Set<Integer> trainable(int maxStaleness) {
    int newest = recent.lastKey();
    Set<Integer> versions = new TreeSet<>();
    for (int version = newest; version >= Math.max(0, newest - maxStaleness); ) {
      versions.add(version);
      WeightsManifest manifest = recent.get(version);
      if (manifest == null) {
        break;
      }
      version = manifest.getParent();
    }
    return versions;
  }

  /** The newest version that was published by a time; the oldest known one before all of them. */
  int newestAt(Instant time) {
    int newest = recent.firstKey();
    for (WeightsManifest manifest : recent.values()) {
      if (!manifest.getCreatedAt().isAfter(time)) {
        newest = manifest.getVersion();
      }
    }
    return newest;
  }
}
