package io.worldcompass.producers;

import io.worldcompass.schemas.avro.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The positions that are kept, and how a log finds its own: by its name, if its content is still
 * what was read then; else by its content, because it was rotated to another name.
 */
final class KnownPositions {
  private final Map<String, SourcePosition> bySource = new HashMap<>();

  KnownPositions(Collection<SourcePosition> positions) {
    positions.forEach(this::put);
  }

  void put(SourcePosition position) {
    bySource.put(position.getSource(), position);
  }

  /**
   * The position in a log.
   *
   * @param size bytes of the log, decompressed
   * @param content opens it at its beginning
   */
  Optional<SourcePosition> find(String source, long size, ContentOpener content)
      throws IOException, BadLogException {
    SourcePosition own = bySource.get(source);
    if (own != null && own.getEnded() && own.getBytes() == size) {
      return Optional.of(own);
    }
    NavigableMap<Long, Map<String, SourcePosition>> candidates = new TreeMap<>();
    for (SourcePosition position : bySource.values()) {
      if (position.getBytes() > 0 && position.getBytes() <= size) {
        candidates
            .computeIfAbsent(position.getBytes(), bytes -> new HashMap<>())
            .put(position.getSha256(), position);
      }
    }
    if (own != null && candidates.containsKey(own.getBytes())) {
      candidates.get(own.getBytes()).put(own.getSha256(), own);
    }
    return candidates.isEmpty() ? Optional.empty() : longestMatch(own, candidates, content);
  }

  /** Opens a log's content, decompressed. */
  @FunctionalInterface
  interface ContentOpener {
    InputStream open() throws IOException, BadLogException;
  }

  private static Optional<SourcePosition> longestMatch(
      SourcePosition own,
      NavigableMap<Long, Map<String, SourcePosition>> candidates,
      ContentOpener content)
      throws IOException, BadLogException {
    Optional<SourcePosition> found = Optional.empty();
    ContentHash hash = new ContentHash();
    long at = 0;
    try (InputStream in = content.open()) {
      for (Map.Entry<Long, Map<String, SourcePosition>> candidate : candidates.entrySet()) {
        at += addUpTo(candidate.getKey() - at, in, hash);
        SourcePosition match = candidate.getValue().get(hash.soFar());
        if (at < candidate.getKey()) {
          return found;
        }
        if (match != null && match.equals(own)) {
          return Optional.of(own);
        }
        found = match == null ? found : Optional.of(match);
      }
    }
    return found;
  }

  private static long addUpTo(long count, InputStream in, ContentHash hash) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long added = 0;
    while (added < count) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, count - added));
      if (read < 0) {
        return added;
      }
      hash.add(buffer, 0, read);
      added += read;
    }
    return added;
  }
}
