package io.worldcompass.producers;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A recording that ships with the program.
 *
 * @param name a file of the samples folder on the class path
 */
public record LogResource(String name) implements LogInput {
  private static final String FOLDER = "/samples/";

  /** The recorded play that {@code local} ingests: Freedoom, episode 3 map 3, with its poses. */
  public static List<LogInput> samples() {
    return List.of(new LogResource("freedoom1-demo3.lmp"));
  }

  @Override
  public String shownAs() {
    return "the built-in sample " + name;
  }

  @Override
  public InputStream open() throws BadLogException {
    InputStream in = LogResource.class.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new BadLogException(shownAs(), "does not exist");
    }
    return in;
  }

  @Override
  public Optional<LogInput> sibling(String extension) {
    LogResource other = new LogResource(LogInput.withExtension(name, extension));
    return LogResource.class.getResource(FOLDER + other.name) == null
        ? Optional.empty()
        : Optional.of(other);
  }
}
