package io.worldcompass.gpu.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all; makes its folder. */
final class WholeFile {
  private WholeFile() {}

  /** Fills a file of another name in the same folder. */
  @FunctionalInterface
  interface Content {
    void write(Path part) throws IOException;
  }

  static void write(Path file, Content content) throws IOException {
    Path whole = file.toAbsolutePath();
    Files.createDirectories(whole.getParent());
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    try {
      content.write(part);
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
