package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All known formats: recordings in, scenarios out. */
public final class GameplayLogs {
  private static final List<GameplayLogReader> READERS = List.of(new DoomLmpReader());

  private final Optional<GameplayLogReader> chosen;
  private final ClipRules rules;

  /**
   * Reads with the given rules.
   *
   * @param format the name of a format, or empty to recognise each recording by its content
   * @throws IllegalArgumentException when there is no such format; the message names those there
   *     are
   */
  public GameplayLogs(Optional<String> format, ClipRules rules) {
    this.chosen = format.map(GameplayLogs::reader);
    this.rules = rules;
  }

  /** The names of all known formats. */
  public static List<String> formats() {
    return READERS.stream().map(GameplayLogReader::format).toList();
  }

  /**
   * The scenarios of one recording, by player and then in the order of play.
   *
   * @return empty where the recording is good but holds no whole clip
   * @throws BadLogException when the recording cannot be read; none of it is used then
   */
  public List<Scenario> scenarios(LogInput input) throws BadLogException {
    byte[] content = input.content();
    GameplayLogReader reader =
        chosen.isPresent() ? chosen.get() : recognised(input.shownAs(), content);
    List<Scenario> scenarios = new ArrayList<>();
    for (PlayerLog log : reader.read(input, content)) {
      scenarios.addAll(ScenarioCutter.cut(log, rules));
    }
    return scenarios;
  }

  private static GameplayLogReader reader(String format) {
    return READERS.stream()
        .filter(reader -> reader.format().equals(format))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown format '" + format + "'; known: " + String.join(", ", formats())));
  }

  private static GameplayLogReader recognised(String file, byte[] content) throws BadLogException {
    for (GameplayLogReader reader : READERS) {
      if (reader.recognises(content)) {
        return reader;
      }
    }
    throw new BadLogException(
        file, content.length == 0 ? "is empty" : "not a known log; expected " + expectations());
  }

  private static String expectations() {
    return READERS.stream()
        .map(reader -> reader.expectation() + " (" + reader.format() + ")")
        .collect(Collectors.joining(", or "));
  }
}
