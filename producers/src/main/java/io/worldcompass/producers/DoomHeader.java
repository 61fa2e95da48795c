package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;

/**
 * The first 13 bytes of a Doom demo: version, skill, episode, map, deathmatch, respawn, fast,
 * nomonsters, console player, and which of four players are in the game.
 *
 * @param longTurns version 111: turns have 16 bits instead of 8
 * @param players the numbers of the players in the game, in the order of their commands
 */
record DoomHeader(boolean longTurns, int episode, int map, List<Integer> players) {
  static final int BYTES = 13;
  private static final int VERSION = 109;
  private static final int LONG_TURNS_VERSION = 111;
  private static final int HARDEST = 4;
  private static final int CONSOLE_PLAYER_AT = 8;
  private static final int PLAYERS_AT = 9;
  private static final int MOST_PLAYERS = 4;

  /** Bytes of one player's command. */
  int commandBytes() {
    return longTurns ? 5 : 4;
  }

  /** Bytes of a tick: one command a player. */
  int tickBytes() {
    return commandBytes() * players.size();
  }

  /** Whether the bytes that are there could be the header of a demo of a known version. */
  static boolean startsLikeOne(byte[] content) {
    return content.length > 0
        && isKnownVersion(content[0])
        && (content.length < BYTES || problem(content).isEmpty());
  }

  static DoomHeader read(String file, byte[] content) throws BadLogException {
    if (content.length == 0) {
      throw new BadLogException(file, "is empty");
    }
    if (!isKnownVersion(content[0])) {
      throw BadLogException.atByte(
          file,
          0,
          "demo version " + (content[0] & 0xff) + ", expected 109 (v1.9) or 111 (longtics)");
    }
    if (content.length < BYTES) {
      throw BadLogException.atByte(
          file, content.length, "the file ends inside the header, expected 13 bytes; truncated?");
    }
    String problem = problem(content);
    if (!problem.isEmpty()) {
      throw BadLogException.atByte(file, 1, "not the header of a Doom demo: " + problem);
    }
    List<Integer> players = players(content);
    return new DoomHeader(content[0] == LONG_TURNS_VERSION, content[2], content[3], players);
  }

  static boolean isKnownVersion(byte version) {
    return version == VERSION || version == LONG_TURNS_VERSION;
  }

  /** The other bytes of a header may hold anything: old recorders wrote an argument's position. */
  private static String problem(byte[] content) {
    if (content[1] < 0 || content[1] > HARDEST) {
      return "skill " + (content[1] & 0xff) + ", expected 0..4";
    }
    for (int i = PLAYERS_AT; i < BYTES; i++) {
      if (content[i] != 0 && content[i] != 1) {
        return "player flag " + (content[i] & 0xff) + " at byte " + i + ", expected 0 or 1";
      }
    }
    int console = content[CONSOLE_PLAYER_AT];
    return players(content).contains(console)
        ? ""
        : "console player " + (console & 0xff) + " is not in the game";
  }

  private static List<Integer> players(byte[] content) {
    List<Integer> players = new ArrayList<>();
    for (int player = 0; player < MOST_PLAYERS; player++) {
      if (content[PLAYERS_AT + player] != 0) {
        players.add(player);
      }
    }
    return List.copyOf(players);
  }
}
