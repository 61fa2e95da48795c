package io.worldcompass.producers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which files the inputs of a follower are at this moment. */
final class FollowedFiles {
  private final List<Path> inputs;

  /** Files, which need not exist yet, and directories, whose files are followed. */
  FollowedFiles(List<Path> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /**
   * A file at one moment.
   *
   * @param source its path below its directory, or its name
   * @param key what stays the same when it is renamed
   * @param asked false for a neighbour of a file that may have been that file before
   */
  record Found(Path path, String source, Object key, long size, long modified, boolean asked) {}

  /** All files, in a stable order. */
  List<Found> find() throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        for (Path file : below(input)) {
          add(file, input.relativize(file).toString(), true, found);
        }
      } else {
        addFile(input, found);
      }
    }
    return found;
  }

  /** Rotated logs carry the name of the growing one with something added to it. */
  private static void addFile(Path input, List<Found> found) throws IOException {
    add(input, name(input), true, found);
    Path folder = input.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (name(file).startsWith(name(input) + ".") || name(file).startsWith(name(input) + "-")) {
          add(file, name(file), false, found);
        }
      }
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isLog(folder.relativize(file))) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // it went away meanwhile
            }
            throw e;
          }
        });
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /** Hidden files are half-written ones of copying programs; companions are read with their log. */
  private static boolean isLog(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return !LogDirectory.isCompanion(name(file));
  }

  private static void add(Path file, String source, boolean asked, List<Found> found)
      throws IOException {
    attributes(file)
        .filter(BasicFileAttributes::isRegularFile)
        .ifPresent(
            a ->
                found.add(
                    new Found(
                        file,
                        source,
                        a.fileKey() == null ? file : a.fileKey(),
                        a.size(),
                        a.lastModifiedTime().toMillis(),
                        asked)));
  }

  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
