package io.worldcompass.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process at a time in a directory: an operating-system lock on the file {@code LOCK}, which
 * names the process.
 */
final class DirectoryLock implements AutoCloseable {
  static final String FILE = "LOCK";

  // On Linux, closing ANY channel on a file drops this process's lock on it, so a file locked here
  // is never opened twice.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock, or throws an EmbeddedException that names the process which has it. */
  static DirectoryLock take(Path directory) throws IOException {
    Path file = directory.toRealPath().resolve(FILE);
    if (!HELD.add(file)) {
      throw inUse(directory, "this one, " + ProcessHandle.current().pid());
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw inUse(directory, Files.readString(file, StandardCharsets.US_ASCII).strip());
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(Long.toString(ProcessHandle.current().pid())));
      return new DirectoryLock(file, channel);
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  /** Whether a living process holds the lock. */
  static boolean isTaken(Path directory) throws IOException {
    if (!Files.isRegularFile(directory.resolve(FILE))) {
      return false;
    }
    Path file = directory.toRealPath().resolve(FILE);
    if (HELD.contains(file)) {
      return true;
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(file);
  }

  private static EmbeddedException inUse(Path directory, String process) {
    return new EmbeddedException(
        "The data directory %s is in use by another process (%s); stop it first or choose another directory."
            .formatted(directory, process));
  }
}
