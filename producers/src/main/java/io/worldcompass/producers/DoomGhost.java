package io.worldcompass.producers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ghost file of dsda-doom: int32 version 2, int32 number of players, then for every tick from 1
 * on and every player 36 bytes: x, y, z (16.16 fixed point), angle, sprite, frame, map, episode,
 * tick; all little-endian. A record is the state BEFORE that tick's command; tick 0 has none. The
 * game writes records only for the players before the first empty seat.
 */
final class DoomGhost {
  private static final int VERSION = 2;
  private static final int HEADER_BYTES = 8;
  private static final int RECORD_BYTES = 36;
  private static final double FIXED_POINT = 65536;
  private static final double ANGLE_UNIT = 360 / 4294967296.0;
  private static final int PLAYER_SPRITE = 28;
  private static final int FRAME_MASK = 0x7fff;

  /** Frames 0 to 6 are standing, walking, firing and pain; dying starts here. */
  private static final int FIRST_DYING_FRAME = 7;

  private final LogInput input;
  private final int players;
  private final int recorded;
  private ByteBuffer data;
  private List<DoomPose> before = List.of();

  /**
   * Opens a ghost.
   *
   * @param players the seats taken in the demo that the ghost belongs to
   */
  DoomGhost(LogInput input, List<Integer> players) throws BadLogException {
    this.input = input;
    this.players = players.size();
    int seat = 0;
    while (players.contains(seat)) {
      seat++;
    }
    this.recorded = seat;
    load();
  }

  /**
   * The poses before a tick, from 1 on, of the players who have any; read again where the file
   * lacked them so far.
   *
   * @return empty when the file does not have them yet
   */
  Optional<List<DoomPose>> before(int tick) throws BadLogException {
    int at = HEADER_BYTES + (tick - 1) * recorded * RECORD_BYTES;
    int end = at + recorded * RECORD_BYTES;
    if (end > data.capacity()) {
      load();
    }
    if (end > data.capacity()) {
      return Optional.empty();
    }
    List<DoomPose> poses = new ArrayList<>();
    for (int player = 0; player < recorded; player++) {
      poses.add(pose(at + player * RECORD_BYTES, tick));
    }
    return Optional.of(poses);
  }

  /**
   * Why a player's tick is not one of unbroken play. To be asked once a tick and player, in order.
   *
   * @param player position among the players of the demo
   * @param after the poses after the tick; empty after the last one
   */
  Optional<String> broken(int player, Optional<List<DoomPose>> after) {
    if (player >= recorded) {
      return Optional.empty();
    }
    Optional<String> reason = reason(player, after);
    if (player == recorded - 1) {
      before = after.orElse(before);
    }
    return reason;
  }

  /** A death lasts to the tick in which the player is back in the game. */
  private Optional<String> reason(int player, Optional<List<DoomPose>> after) {
    boolean wasDead = !before.isEmpty() && !before.get(player).alive();
    if (after.isEmpty() || wasDead) {
      return wasDead ? Optional.of(Break.DEATH) : Optional.empty();
    }
    DoomPose now = after.get().get(player);
    if (!now.alive()) {
      return Optional.of(Break.DEATH);
    }
    return before.isEmpty() ? Optional.empty() : now.leapFrom(before.get(player));
  }

  /**
   * Compares the file with its demo.
   *
   * @throws BadLogException when it is of another length
   */
  void checkLength(int ticks) throws BadLogException {
    long expected = HEADER_BYTES + (long) Math.max(0, ticks - 1) * recorded * RECORD_BYTES;
    if (data.capacity() != expected) {
      throw new BadLogException(
          input.shownAs(),
          data.capacity()
              + " bytes, expected "
              + expected
              + " for the "
              + ticks
              + " ticks of the demo beside it; truncated, or of another demo");
    }
  }

  private void load() throws BadLogException {
    data = ByteBuffer.wrap(input.content()).order(ByteOrder.LITTLE_ENDIAN);
    if (data.capacity() >= HEADER_BYTES) {
      checkHeader();
    }
  }

  private void checkHeader() throws BadLogException {
    String file = input.shownAs();
    int version = data.getInt(0);
    if (version != VERSION) {
      throw BadLogException.atByte(file, 0, "ghost version " + version + ", expected 2");
    }
    int count = data.getInt(Integer.BYTES);
    if (count != players) {
      throw BadLogException.atByte(
          file,
          Integer.BYTES,
          count + " players, expected " + players + " as in the demo beside it");
    }
  }

  private DoomPose pose(int at, int tick) throws BadLogException {
    int recordedTick = data.getInt(at + 32);
    if (recordedTick != tick) {
      throw BadLogException.atByte(
          input.shownAs(), at, "tick " + recordedTick + ", expected " + tick);
    }
    int sprite = data.getInt(at + 16);
    int frame = data.getInt(at + 20) & FRAME_MASK;
    boolean alive = sprite == PLAYER_SPRITE && frame < FIRST_DYING_FRAME;
    return new DoomPose(
        data.getInt(at) / FIXED_POINT,
        data.getInt(at + 4) / FIXED_POINT,
        Integer.toUnsignedLong(data.getInt(at + 12)) * ANGLE_UNIT,
        alive,
        data.getInt(at + 28),
        data.getInt(at + 24));
  }
}
