package io.worldcompass.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A data directory of one run on one machine: stamped with the version that wrote it and locked for
 * as long as it is open, so that two processes, or two versions, never write to the same data. The
 * lock ends with the process, also after kill -9.
 */
public final class DataDirectory implements AutoCloseable {
  /** A small broker writes some 20 MB in its first minute (indexes, first segments). */
  private static final long LEAST_FREE_BYTES = 64L << 20;

  private static final Set<String> OURS_WITHOUT_A_STAMP =
      Set.of(DirectoryLock.FILE, VersionStamp.FILE_BEING_WRITTEN);

  private final Path path;
  private final DirectoryLock lock;

  private DataDirectory(Path path, DirectoryLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Opens a data directory; an absent or empty one is created.
   *
   * @throws EmbeddedException when it cannot be written, is in use, is full, holds something else,
   *     or was written by a version that this one cannot read
   */
  public static DataDirectory open(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      refuseForeign(path);
      DirectoryLock lock = DirectoryLock.take(path);
      try {
        requireFreeSpace(path);
        VersionStamp.checkOrWrite(path);
        return new DataDirectory(path, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Whether a living process, this one included, has the directory open. */
  public static boolean isInUse(Path directory) {
    try {
      return DirectoryLock.isTaken(directory);
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  /** The absolute path of the directory. */
  public Path path() {
    return path;
  }

  /** Releases the lock; the data stay. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static void refuseForeign(Path path) throws IOException {
    if (VersionStamp.exists(path)) {
      return;
    }
    try (Stream<Path> entries = Files.list(path)) {
      Optional<String> foreign =
          entries
              .map(entry -> entry.getFileName().toString())
              .filter(n -> !OURS_WITHOUT_A_STAMP.contains(n))
              .findFirst();
      if (foreign.isPresent()) {
        throw new EmbeddedException(
            "%s is not a WorldCompass data directory (it holds %s); choose an empty or a new one."
                .formatted(path, foreign.get()));
      }
    }
  }

  private static void requireFreeSpace(Path path) throws IOException {
    long free = Files.getFileStore(path).getUsableSpace();
    if (free < LEAST_FREE_BYTES) {
      throw new EmbeddedException(
          "Only %d MB are free for the data directory %s; free at least %d MB or choose another directory."
              .formatted(free >> 20, path, LEAST_FREE_BYTES >> 20));
    }
  }

  private static EmbeddedException unwritable(Path path, IOException e) {
    String kind = e.getClass().getSimpleName().replace("Exception", "");
    return new EmbeddedException(
        "The data directory %s cannot be written (%s: %s); make it writable or choose another one."
            .formatted(path, kind, e.getMessage()),
        e);
  }
}
