package io.worldcompass.producers;

import io.worldcompass.schemas.blob.FileBlobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Doom demos (LMP): v1.9 (version 109) and longtics (111), one to four players, 35 ticks a second.
 * A header, then per tick and player int8 forward move, int8 side move, turn (8 bits, or 16 bits
 * little-endian; + = left), buttons; then 0x80. Whatever follows that (some ports append a footer)
 * is not read. A ghost file of dsda-doom beside it (same name, .gst) tells of deaths and teleports.
 */
final class DoomLmpReader implements GameplayLogReader {
  static final String FORMAT = "doom-lmp";
  private static final byte END = (byte) 0x80;
  private static final double RUN_FORWARD = 50;
  private static final double RUN_SIDE = 40;
  private static final double DEGREES_PER_TURN_UNIT = 360.0 / 65536;

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public String expectation() {
    return "a Doom demo, whose first byte is 109 (v1.9) or 111 (longtics)";
  }

  @Override
  public boolean recognises(byte[] content) {
    return DoomHeader.startsLikeOne(content);
  }

  @Override
  public List<PlayerLog> read(LogInput input, byte[] content) throws BadLogException {
    DoomHeader header = DoomHeader.read(input.shownAs(), content);
    List<List<Tick>> ticks = ticks(input.shownAs(), content, header);
    List<List<Break>> breaks = breaks(input, header.players(), ticks.get(0).size());
    String contentId = FileBlobStore.sha256(content);
    String title = "a Doom demo of episode " + header.episode() + ", map " + header.map();
    List<PlayerLog> logs = new ArrayList<>();
    for (int i = 0; i < ticks.size(); i++) {
      int player = header.players().get(i);
      logs.add(
          new PlayerLog(
              FORMAT, input.name(), contentId, title, player, ticks.get(i), breaks.get(i)));
    }
    return logs;
  }

  /** Per player of the header, all ticks up to the end marker. */
  private static List<List<Tick>> ticks(String file, byte[] content, DoomHeader header)
      throws BadLogException {
    int commandBytes = header.longTurns() ? 5 : 4;
    int players = header.players().size();
    List<List<Tick>> ticks = new ArrayList<>();
    header.players().forEach(player -> ticks.add(new ArrayList<>()));
    int at = DoomHeader.BYTES;
    while (!isEnd(content, at, players * commandBytes, commandBytes)) {
      if (at + players * commandBytes > content.length) {
        throw truncated(file, content.length, ticks.get(0).size());
      }
      for (int i = 0; i < players; i++, at += commandBytes) {
        ticks.get(i).add(tick(content, at, header.longTurns()));
      }
    }
    return ticks;
  }

  /**
   * Whether the game ended before the tick at this place was played: the game looks for the marker
   * before each player's command, not only before the first one's.
   */
  private static boolean isEnd(byte[] content, int tickAt, int tickBytes, int commandBytes) {
    int end = Math.min(tickAt + tickBytes, content.length);
    for (int at = tickAt; at < end; at += commandBytes) {
      if (content[at] == END) {
        return true;
      }
    }
    return false;
  }

  private static Tick tick(byte[] content, int at, boolean longTurns) {
    int turn =
        longTurns
            ? (short) ((content[at + 2] & 0xff) | content[at + 3] << 8)
            : content[at + 2] << 8;
    return new Tick(
        content[at] / RUN_FORWARD, content[at + 1] / RUN_SIDE, -turn * DEGREES_PER_TURN_UNIT, 0);
  }

  private static List<List<Break>> breaks(LogInput input, List<Integer> players, int ticks)
      throws BadLogException {
    Optional<LogInput> ghost = input.sibling("gst");
    List<List<Break>> breaks = new ArrayList<>();
    for (int i = 0; i < players.size(); i++) {
      breaks.add(List.of());
    }
    if (ghost.isPresent()) {
      List<List<DoomPose>> poses = DoomGhost.read(ghost.get(), players, ticks);
      for (int i = 0; i < poses.size(); i++) {
        breaks.set(i, DoomBreaks.of(poses.get(i)));
      }
    }
    return breaks;
  }

  private static BadLogException truncated(String file, long length, int tick) {
    return BadLogException.atByte(
        file,
        length,
        "the file ends in tick "
            + tick
            + ", expected a command or the end marker 0x80; truncated?");
  }
}
