package io.worldcompass.producers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A recording on the file system. Messages name the path as it was given. */
public record LogFile(Path path) implements LogInput {
  @Override
  public String name() {
    return String.valueOf(path.getFileName());
  }

  @Override
  public String shownAs() {
    return path.toString();
  }

  @Override
  public InputStream open() throws BadLogException {
    if (Files.isDirectory(path)) {
      throw bad("is a directory; name the recordings in it");
    }
    try {
      return Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      throw bad("does not exist");
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

  private BadLogException bad(String problem) {
    return new BadLogException(shownAs(), problem);
  }
}
