package io.worldcompass.producers;

import java.util.Optional;

/** A recording to read, wherever it is kept. */
public interface LogInput {
  /** The recording's name, without its folder. */
  String name();

  /** The recording as the person who passed it knows it, for messages. */
  String shownAs();

  /**
   * The whole recording.
   *
   * @throws BadLogException when it cannot be read
   */
  byte[] content() throws BadLogException;

  /**
   * The file beside this one that has the same name with another extension.
   *
   * @param extension without the dot
   * @return empty where there is none
   */
  Optional<LogInput> sibling(String extension);

  /** The name with the last extension replaced. */
  static String withExtension(String name, String extension) {
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name) + "." + extension;
  }
}
