package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All known formats: recordings in, scenarios out. */
public final class GameplayLogs {
  private final List<GameplayLogReader> readers;
  private final Optional<GameplayLogReader> chosen;
  private final ClipRules rules;

  /** Reads with the given rules; key logs are taken for WASD ones. */
  public GameplayLogs(Optional<String> format, ClipRules rules) {
    this(format, rules, KeyMap.WASD);
  }

  /**
   * Reads with the given rules.
   *
   * @param format the name of a format, or empty to recognise each recording by its content
   * @param keys how key logs name their keys
   * @throws IllegalArgumentException when there is no such format; the message names those there
   *     are
   */
  public GameplayLogs(Optional<String> format, ClipRules rules, KeyMap keys) {
    this.readers = readers(keys);
    this.chosen = format.map(this::reader);
    this.rules = rules;
  }

  /** The names of all known formats. */
  public static List<String> formats() {
    return readers(KeyMap.WASD).stream().map(GameplayLogReader::format).toList();
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

  private static List<GameplayLogReader> readers(KeyMap keys) {
    return List.of(
        new DoomLmpReader(), new VptReader(), new WorldPlayReader(), new KeyLogReader(keys));
  }

  private GameplayLogReader reader(String format) {
    return readers.stream()
        .filter(reader -> reader.format().equals(format))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown format '" + format + "'; known: " + String.join(", ", formats())));
  }

  private GameplayLogReader recognised(String file, byte[] content) throws BadLogException {
    for (GameplayLogReader reader : readers) {
      if (reader.recognises(content)) {
        return reader;
      }
    }
    throw new BadLogException(
        file, content.length == 0 ? "is empty" : "not a known log; expected " + expectations());
  }

  private String expectations() {
    return readers.stream()
        .map(reader -> reader.expectation() + " (" + reader.format() + ")")
        .collect(Collectors.joining(", or "));
  }
}
