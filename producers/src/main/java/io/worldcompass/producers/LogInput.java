package io.worldcompass.producers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A recording to read, wherever it is kept. */
public interface LogInput {
  /** The recording's name, without its folder. */
  String name();

  /** The recording as the person who passed it knows it, for messages. */
  String shownAs();

  /**
   * Its bytes from the first on, as they are stored: compressed ones are still compressed.
   *
   * @throws BadLogException when it cannot be read, saying why
   */
  InputStream open() throws BadLogException;

  /**
   * The file beside this one that has the same name with another extension.
   *
   * @param extension without the dot
   * @return empty where there is none
   */
  Optional<LogInput> sibling(String extension);

  /**
   * All bytes at once, decompressed.
   *
   * @throws BadLogException when it cannot be read
   */
  default byte[] content() throws BadLogException {
    try (InputStream in = Compression.plain(this)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new BadLogException(shownAs(), "cannot be read: " + e.getMessage());
    }
  }

  /** The name with the last extension replaced; that of a compressed file does not count. */
  static String withExtension(String name, String extension) {
    String plain = Compression.plainName(name);
    int dot = plain.lastIndexOf('.');
    return (dot > 0 ? plain.substring(0, dot) : plain) + "." + extension;
  }
}
