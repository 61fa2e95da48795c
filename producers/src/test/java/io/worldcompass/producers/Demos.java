package io.worldcompass.producers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Synthetic Doom demos and ghosts, byte by byte. */
final class Demos {
  static final int END = 0x80;

  private Demos() {}

  static byte[] header(int version, int players) {
    byte[] header = new byte[13];
    header[0] = (byte) version;
    header[1] = 2;
    header[2] = 1;
    header[3] = 7;
    for (int player = 0; player < players; player++) {
      header[9 + player] = 1;
    }
    return header;
  }

  /** A v1.9 demo of one player that does the same for all ticks. */
  static byte[] steady(int ticks, int forward, int side, int turn) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(109, 1));
    for (int i = 0; i < ticks; i++) {
      out.writeBytes(new byte[] {(byte) forward, (byte) side, (byte) turn, 0});
    }
    out.write(END);
    return out.toByteArray();
  }

  static byte[] random(int version, int players, int ticks, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(version, players));
    for (int i = 0; i < ticks * players; i++) {
      out.write(random.nextInt(101) - 50);
      out.write(random.nextInt(81) - 40);
      out.write(random.nextInt(256));
      if (version == 111) {
        out.write(random.nextInt(7) - 3);
      }
      out.write(random.nextInt(4));
    }
    out.write(END);
    return out.toByteArray();
  }

  /** A ghost of one player who stands at (0, 0) in the given level unless told otherwise. */
  static final class Ghost {
    private final ByteBuffer bytes;

    Ghost(int ticks) {
      bytes = ByteBuffer.allocate(8 + 36 * (ticks - 1)).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putInt(2).putInt(1);
      for (int tick = 1; tick < ticks; tick++) {
        bytes.putInt(0).putInt(0).putInt(0).putInt(0).putInt(28).putInt(0);
        bytes.putInt(7).putInt(1).putInt(tick);
      }
    }

    /** Dead before the ticks from..to-1. */
    Ghost dead(int from, int to) {
      for (int tick = from; tick < to; tick++) {
        bytes.putInt(at(tick) + 20, 8);
      }
      return this;
    }

    /** At the given x before all ticks from this one on. */
    Ghost movedTo(int tick, int x) {
      for (int at = at(tick); at < bytes.capacity(); at += 36) {
        bytes.putInt(at, x << 16);
      }
      return this;
    }

    Ghost map(int tick, int map) {
      for (int at = at(tick); at < bytes.capacity(); at += 36) {
        bytes.putInt(at + 24, map);
      }
      return this;
    }

    byte[] bytes() {
      return bytes.array();
    }

    private static int at(int tick) {
      return 8 + 36 * (tick - 1);
    }
  }

  /** The scenarios of a recording, by player. */
  static List<Scenario> scenarios(GameplayLogs logs, LogInput input) throws BadLogException {
    List<String> problems = new ArrayList<>();
    List<Scenario> scenarios = new ArrayList<>();
    try {
      IngestReport report =
          new Ingestion(logs, scenarios::add, problems::add).ingest(List.of(input));
      if (!report.isComplete()) {
        throw new BadLogException("", problems.get(problems.size() - 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return scenarios;
  }

  /** A recording in memory. */
  static final class Input implements LogInput {
    private final String name;
    private final byte[] content;
    private final Map<String, byte[]> siblings;

    Input(String name, byte[] content, Map<String, byte[]> siblings) {
      this.name = name;
      this.content = content;
      this.siblings = siblings;
    }

    static Input of(byte[] content) {
      return new Input("demo.lmp", content, Map.of());
    }

    static Input of(byte[] content, byte[] ghost) {
      return new Input("demo.lmp", content, Map.of("gst", ghost));
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String shownAs() {
      return name;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(content);
    }

    @Override
    public Optional<LogInput> sibling(String extension) {
      return Optional.ofNullable(siblings.get(extension))
          .map(bytes -> new Input(LogInput.withExtension(name, extension), bytes, Map.of()));
    }
  }
}
