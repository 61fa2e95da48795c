package io.worldcompass.producers;

import java.io.InputStream;
import java.util.Optional;

/**
 * A recording that comes once, from first byte to last, such as standard input.
 *
 * @param name for the source and for messages
 */
public record StreamInput(String name, InputStream stream) implements LogInput {
  @Override
  public String shownAs() {
    return name;
  }

  @Override
  public InputStream open() {
    return stream;
  }

  @Override
  public Optional<LogInput> sibling(String extension) {
    return Optional.empty();
  }
}
