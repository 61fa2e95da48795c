package io.worldcompass.producers.game;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A player whose keys and mouse are written down while he plays. */
final class LoggedPlayer {
  /**
   * Mouse counts a tick; at 0.15 degrees each a clip of 16 ticks turns 24 and tilts 19.2 degrees.
   */
  private static final int TURN = 10;

  private static final int TILT = 8;

  private final String id;
  private final LivePlayer player;
  private final Path folder;
  private final int sessionTicks;
  private BufferedWriter log;
  private int frame;
  private long ticks;

  LoggedPlayer(String id, LivePlayer player, Path folder, int sessionTicks) {
    this.id = id;
    this.player = player;
    this.folder = folder;
    this.sessionTicks = sessionTicks;
  }

  /**
   * Plays a tick and writes it; the line is on its way to the disk when this returns.
   *
   * @param now milliseconds since 1970
   */
  void tick(long now) {
    try {
      if (log == null || frame >= sessionTicks) {
        begin(now);
      }
      LivePlayer.Input input = player.tick();
      if (input.cameBack()) {
        frame++; // the one in which he was away: a gap
      }
      log.write(line(now, input));
      log.flush();
      frame++;
      ticks++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long ticks() {
    return ticks;
  }

  void close() {
    try {
      if (log != null) {
        log.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(long now) throws IOException {
    close();
    frame = 0;
    Path file = folder.resolve(id + "-" + now + ".jsonl");
    log = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW);
  }

  private String line(long now, LivePlayer.Input input) {
    List<String> keys = new ArrayList<>();
    add(keys, input.action().forward(), "w", "s");
    add(keys, input.action().right(), "d", "a");
    return String.format(
        Locale.ROOT,
        "{\"frame\": %d, \"timestamp_ms\": %d, \"player\": \"%s\", \"key\": [%s],"
            + " \"mouse\": {\"dx\": %d, \"dy\": %d}}\n",
        frame,
        now,
        id,
        String.join(", ", keys),
        TURN * input.action().yaw(),
        -TILT * input.action().pitch());
  }

  private static void add(List<String> keys, int sign, String plus, String minus) {
    if (sign != 0) {
      keys.add("\"" + (sign > 0 ? plus : minus) + "\"");
    }
  }
}
