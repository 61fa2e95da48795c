package io.worldcompass.streams;

import io.worldcompass.schemas.avro.GroupClose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Remembers which groups are closed, so that none is formed twice. Markers of iterations far behind
 * the newest are forgotten: whatever comes that late is known to be late by its iteration.
 */
final class ClosedGroups {
  private static final int UNREAD = -1;

  private final KeyValueStore<String, String> markers;
  private final int distance;
  private int newest = UNREAD;

  /**
   * A view of a store.
   *
   * @param markers iteration and prefix id to the reason for closing
   * @param distance iterations remembered; more than can be in flight at once, which is K + 2
   */
  ClosedGroups(KeyValueStore<String, String> markers, int distance) {
    this.markers = markers;
    this.distance = distance;
  }

  /** Why the group is closed; empty: it is not. */
  Optional<String> reason(int iteration, String prefix) {
    if (iteration < newest() - distance) {
      return Optional.of("iterations before " + (newest() - distance) + " are over");
    }
    return Optional.ofNullable(markers.get(key(iteration, prefix)))
        .map(close -> "the group was closed as " + close);
  }

  void close(int iteration, String prefix, GroupClose close) {
    if (iteration > newest()) {
      newest = iteration;
      forget(newest - distance);
    }
    markers.put(key(iteration, prefix), close.name());
  }

  private int newest() {
    if (newest == UNREAD) {
      try (KeyValueIterator<String, String> last = markers.reverseAll()) {
        newest = last.hasNext() ? iteration(last.next().key) : 0;
      }
    }
    return newest;
  }

  private void forget(int before) {
    if (before <= 0) {
      return;
    }
    List<String> old = new ArrayList<>();
    try (KeyValueIterator<String, String> entries = markers.range(null, key(before, ""))) {
      entries.forEachRemaining(entry -> old.add(entry.key));
    }
    old.forEach(markers::delete);
  }

  private static String key(int iteration, String prefix) {
    return String.format("%010d/%s", iteration, prefix);
  }

  private static int iteration(String key) {
    return Integer.parseInt(key, 0, key.indexOf('/'), 10);
  }
}
