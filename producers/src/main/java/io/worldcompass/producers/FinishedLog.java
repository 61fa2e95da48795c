package io.worldcompass.producers;

import io.worldcompass.schemas.avro.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A log that does not grow any more, such as a compressed one: read whole or not at all. */
final class FinishedLog {
  private final GameplayLogs logs;
  private final LiveInbox inbox;
  private final LogInput input;
  private final String source;
  private final List<Scenario> scenarios = new ArrayList<>();

  FinishedLog(GameplayLogs logs, LiveInbox inbox, LogInput input, String source) {
    this.logs = logs;
    this.inbox = inbox;
    this.input = input;
    this.source = source;
  }

  /**
   * Reads it from where a growing log of the same content was left, and puts its scenarios into the
   * inbox.
   *
   * @return the position at its end
   * @throws BadLogException when it is not whole; nothing is in the inbox then
   */
  SourcePosition read(String producer, KnownPositions known) throws BadLogException {
    try {
      Optional<SourcePosition> position =
          known.find(source, Long.MAX_VALUE, () -> Compression.plain(input));
      return read(producer, from(position));
    } catch (IOException e) {
      throw new BadLogException(input.shownAs(), "cannot be read: " + e.getMessage());
    }
  }

  /** By player: the first tick that no scenario written so far holds. */
  static Map<Integer, Integer> from(Optional<SourcePosition> position) {
    Map<Integer, Integer> from = new TreeMap<>();
    position.ifPresent(
        p -> p.getNextTicks().forEach((player, tick) -> from.put(Integer.valueOf(player), tick)));
    return from;
  }

  private SourcePosition read(String producer, Map<Integer, Integer> from)
      throws IOException, BadLogException {
    ContentHash hash = new ContentHash();
    long size = 0;
    try (InputStream in = Compression.plain(input)) {
      byte[] bytes = in.readNBytes(GameplayLogs.BEGINNING);
      Recording recording = logs.recording(input, bytes, from, new Collecting());
      while (bytes.length > 0) {
        hash.add(bytes, 0, bytes.length);
        size += bytes.length;
        recording.feed(bytes);
        bytes = in.readNBytes(GameplayLogs.BEGINNING);
      }
      recording.end();
      scenarios.forEach(inbox::scenario);
      return new SourcePosition(
          producer, source, size, hash.soFar(), true, ticks(recording.next()));
    }
  }

  /** The shape in which positions are kept. */
  static Map<String, Integer> ticks(Map<Integer, Integer> next) {
    Map<String, Integer> ticks = new HashMap<>();
    next.forEach((player, tick) -> ticks.put(Integer.toString(player), tick));
    return ticks;
  }

  private final class Collecting implements ReadListener {
    @Override
    public void scenario(Scenario scenario) {
      scenarios.add(scenario);
    }

    @Override
    public void badLine(String problem) {
      inbox.badLine(problem);
    }

    @Override
    public void notice(String text) {
      inbox.notice(text);
    }
  }
}
