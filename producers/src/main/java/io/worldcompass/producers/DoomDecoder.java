package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Doom demo tic by tic. A header, then per tick and player int8 forward move, int8 side move,
 * turn (8 bits, or 16 bits little-endian; + = left), buttons; then 0x80. Whatever follows that
 * (some ports append a footer) is not read.
 */
final class DoomDecoder implements LogDecoder {
  private static final byte END = (byte) 0x80;
  private static final double RUN_FORWARD = 50;
  private static final double RUN_SIDE = 40;
  private static final double DEGREES_PER_TURN_UNIT = 360.0 / 65536;

  private final String file;
  private final Optional<LogInput> ghostFile;
  private final Play play;
  private final Pending pending = new Pending();
  private DoomHeader header;
  private Optional<DoomGhost> ghost = Optional.empty();
  private List<Tick> last = List.of();
  private byte[] lastBytes = {};
  private int ticks;
  private boolean over;

  DoomDecoder(String file, Optional<LogInput> ghostFile, Play play) {
    this.file = file;
    this.ghostFile = ghostFile;
    this.play = play;
  }

  @Override
  public void feed(byte[] bytes) throws BadLogException {
    if (!over) {
      pending.add(bytes);
      readHeader();
      readTicks();
    }
  }

  @Override
  public void end() throws BadLogException {
    if (header == null) {
      DoomHeader.read(file, pending.take(pending.size()));
    }
    readTicks();
    if (!over && ghost.isEmpty()) {
      throw truncated();
    }
    if (ghost.isPresent()) {
      endWithGhost(ghost.get());
    }
    judgeLast(Optional.empty());
  }

  private void readHeader() throws BadLogException {
    if (header != null || pending.size() == 0) {
      return;
    }
    if (!DoomHeader.isKnownVersion(pending.at(0)) || pending.size() >= DoomHeader.BYTES) {
      byte[] bytes = pending.take(Math.min(DoomHeader.BYTES, pending.size()));
      header = DoomHeader.read(file, bytes);
      play.read(bytes, 0, bytes.length);
      play.title("a Doom demo of episode " + header.episode() + ", map " + header.map());
      if (ghostFile.isPresent()) {
        ghost = Optional.of(new DoomGhost(ghostFile.get(), header.players()));
      }
    }
  }

  /** A tick waits until it is whole and until the ghost, if there is one, tells how it ended. */
  private void readTicks() throws BadLogException {
    if (header == null) {
      return;
    }
    while (!over && !isEnd() && pending.size() >= header.tickBytes()) {
      Optional<List<DoomPose>> poses = Optional.empty();
      if (ghost.isPresent() && ticks > 0) {
        poses = ghost.get().before(ticks);
        if (poses.isEmpty()) {
          return;
        }
      }
      judgeLast(poses);
      lastBytes = pending.take(header.tickBytes());
      last = ticks(lastBytes);
      ticks++;
    }
    over = over || isEnd();
  }

  /**
   * Whether the game ended before the next tick was played: the game looks for the marker before
   * each player's command, not only before the first one's.
   */
  private boolean isEnd() {
    int end = Math.min(header.tickBytes(), pending.size());
    for (int at = 0; at < end; at += header.commandBytes()) {
      if (pending.at(at) == END) {
        return true;
      }
    }
    return false;
  }

  private List<Tick> ticks(byte[] bytes) {
    List<Tick> commands = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += header.commandBytes()) {
      commands.add(tick(bytes, at));
    }
    return commands;
  }

  private Tick tick(byte[] bytes, int at) {
    int turn =
        header.longTurns()
            ? (short) ((bytes[at + 2] & 0xff) | bytes[at + 3] << 8)
            : bytes[at + 2] << 8;
    return new Tick(
        bytes[at] / RUN_FORWARD, bytes[at + 1] / RUN_SIDE, -turn * DEGREES_PER_TURN_UNIT, 0);
  }

  /**
   * Hands on the newest tick.
   *
   * @param after the poses after it; empty where nobody recorded them
   */
  private void judgeLast(Optional<List<DoomPose>> after) {
    if (last.isEmpty()) {
      return;
    }
    play.read(lastBytes, 0, lastBytes.length);
    for (int i = 0; i < last.size(); i++) {
      int player = header.players().get(i);
      Optional<String> broken = ghost.isPresent() ? ghost.get().broken(i, after) : Optional.empty();
      if (broken.isPresent()) {
        play.lose(player, broken.get());
      } else {
        play.tick(player, last.get(i));
      }
    }
    last = List.of();
  }

  private void endWithGhost(DoomGhost recorded) throws BadLogException {
    int whole = ticks;
    if (!over) {
      // Ticks that no pose came for: is the demo cut short, or the ghost?
      while (!isEnd() && pending.size() >= header.tickBytes()) {
        pending.take(header.tickBytes());
        whole++;
      }
      if (!isEnd()) {
        ticks = whole;
        throw truncated();
      }
    }
    recorded.checkLength(whole);
  }

  private BadLogException truncated() {
    return BadLogException.atByte(
        file,
        DoomHeader.BYTES + (long) ticks * header.tickBytes() + pending.size(),
        "the file ends in tick "
            + ticks
            + ", expected a command or the end marker 0x80; truncated?");
  }
}
