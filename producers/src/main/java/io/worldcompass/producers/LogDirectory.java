package io.worldcompass.producers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The recordings in a directory and all below it. */
public final class LogDirectory {
  /** What lies beside recordings: sidecars that are read with them, pictures, texts. */
  private static final Set<String> COMPANIONS =
      Set.of(
          "gst", "rgb", "mp4", "mkv", "webm", "avi", "png", "jpg", "jpeg", "wad", "md", "cfg",
          "yaml");

  private LogDirectory() {}

  /**
   * Its recordings by path; hidden files and companions of recordings are passed over.
   *
   * @param notes takes one line when files were passed over
   */
  public static List<LogInput> recordings(Path folder, Consumer<String> notes) throws IOException {
    List<LogInput> recordings = new ArrayList<>();
    int passed = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(".")) {
          continue;
        }
        if (isCompanion(name)) {
          passed += isSidecar(name) ? 0 : 1;
        } else {
          recordings.add(new LogFile(file));
        }
      }
    }
    if (passed > 0) {
      notes.accept(folder + ": passed over " + passed + " files that are no logs");
    }
    return recordings;
  }

  /** Whether a file of this name in a directory is not taken for a log. */
  public static boolean isPassedOver(String name) {
    return name.startsWith(".") || isCompanion(name);
  }

  /** Whether a file of this name lies beside logs and is none. */
  static boolean isCompanion(String name) {
    return COMPANIONS.contains(extension(Compression.plainName(name)));
  }

  /** Whether a file of this name is read together with another. */
  private static boolean isSidecar(String name) {
    return extension(Compression.plainName(name)).equals("gst");
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
  }
}
