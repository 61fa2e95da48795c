package io.worldcompass.producers;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A recording on the file system. Messages name the path as it was given. */
public record LogFile(Path path) implements LogInput {
  /** No recording is near this size; a disk image passed by mistake is. */
  private static final long LARGEST = 1L << 30;

  @Override
  public String name() {
    return String.valueOf(path.getFileName());
  }

  @Override
  public String shownAs() {
    return path.toString();
  }

  @Override
  public byte[] content() throws BadLogException {
    check();
    try {
      return Files.readAllBytes(path);
    } catch (AccessDeniedException e) {
      throw bad("not readable by this user; check its permissions");
    } catch (IOException e) {
      throw bad("cannot be read: " + e.getMessage());
    }
  }

  @Override
  public Optional<LogInput> sibling(String extension) {
    Path other = path.resolveSibling(LogInput.withExtension(name(), extension));
    return Files.exists(other) ? Optional.of(new LogFile(other)) : Optional.empty();
  }

  private void check() throws BadLogException {
    if (Files.isDirectory(path)) {
      throw bad("is a directory; name the recordings in it");
    }
    if (!Files.exists(path)) {
      throw bad("does not exist");
    }
    if (path.toFile().length() > LARGEST) {
      throw bad("is larger than 1 GiB; this is not a recording of one game");
    }
  }

  private BadLogException bad(String problem) {
    return new BadLogException(shownAs(), problem);
  }
}
