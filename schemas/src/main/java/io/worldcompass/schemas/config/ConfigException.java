package io.worldcompass.schemas.config;

import java.util.List;

/** Configuration that cannot be used; the message lists every problem, one a line. */
public final class ConfigException extends RuntimeException {
  private final transient List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
