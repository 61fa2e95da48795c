package io.worldcompass.producers;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All known formats: recordings in, scenarios out. */
public final class GameplayLogs {
  /** What a format is recognised by; more than the first line of any known recorder. */
  static final int BEGINNING = 1 << 16;

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
    CollectedScenarios collected = new CollectedScenarios(problem -> {});
    read(input, collected);
    return collected.byPlayer();
  }

  /**
   * Reads one recording to its end.
   *
   * @param listener hears of every scenario, by player in the order of play
   * @return windows that were dropped
   * @throws BadLogException when the recording cannot be read to its end; what was heard before is
   *     of the good part
   */
  int read(LogInput input, ReadListener listener) throws BadLogException {
    try (InputStream in = Compression.plain(input)) {
      byte[] bytes = in.readNBytes(BEGINNING);
      Recording recording = recording(input, bytes, Map.of(), listener);
      while (bytes.length > 0) {
        recording.feed(bytes);
        bytes = in.readNBytes(BEGINNING);
      }
      recording.end();
      return recording.droppedClips();
    } catch (IOException e) {
      throw new BadLogException(input.shownAs(), "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Begins to read a recording.
   *
   * @param beginning its first bytes, decompressed; they are still to be fed
   * @param from by player: the first tick that is wanted
   * @throws BadLogException when its format is not known
   */
  Recording recording(
      LogInput input, byte[] beginning, Map<Integer, Integer> from, ReadListener listener)
      throws BadLogException {
    GameplayLogReader reader =
        chosen.isPresent() ? chosen.get() : recognised(input.shownAs(), beginning);
    return new Recording(input, reader, rules, from, listener);
  }

  /** Whether the beginning is that of some recording that would be read. */
  boolean recognises(byte[] beginning) {
    return chosen.isPresent() || readers.stream().anyMatch(reader -> reader.recognises(beginning));
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

  private GameplayLogReader recognised(String file, byte[] beginning) throws BadLogException {
    for (GameplayLogReader reader : readers) {
      if (reader.recognises(beginning)) {
        return reader;
      }
    }
    throw new BadLogException(
        file, beginning.length == 0 ? "is empty" : "not a known log; expected " + expectations());
  }

  private String expectations() {
    return readers.stream()
        .map(reader -> reader.expectation() + " (" + reader.format() + ")")
        .collect(Collectors.joining(", or "));
  }
}
