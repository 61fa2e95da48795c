package io.worldcompass.producers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A ghost file of dsda-doom: int32 version 2, int32 number of players, then for every tick from 1
 * on and every player 36 bytes: x, y, z (16.16 fixed point), angle, sprite, frame, map, episode,
 * tick; all little-endian. A record is the state BEFORE that tick's command; tick 0 has none.
 */
final class DoomGhost {
  private static final int VERSION = 2;
  private static final int HEADER_BYTES = 8;
  private static final int RECORD_BYTES = 36;
  private static final double FIXED_POINT = 65536;
  private static final int PLAYER_SPRITE = 28;
  private static final int FRAME_MASK = 0x7fff;

  /** Frames 0 to 6 are standing, walking, firing and pain; dying starts here. */
  private static final int FIRST_DYING_FRAME = 7;

  private DoomGhost() {}

  /**
   * Poses per player; element i of each list is the pose before tick i + 1. The game writes records
   * only for the players before the first empty seat, so there may be fewer lists than players.
   *
   * @param players the seats taken in the demo that the ghost belongs to
   * @param ticks the demo's length
   */
  static List<List<DoomPose>> read(LogInput input, List<Integer> players, int ticks)
      throws BadLogException {
    String file = input.shownAs();
    ByteBuffer data = ByteBuffer.wrap(input.content()).order(ByteOrder.LITTLE_ENDIAN);
    checkHeader(file, data, players.size());
    int recorded = recorded(players);
    checkLength(file, data, recorded, ticks);
    List<List<DoomPose>> poses = new ArrayList<>();
    for (int player = 0; player < recorded; player++) {
      poses.add(new ArrayList<>());
    }
    for (int tick = 1; tick < ticks; tick++) {
      for (List<DoomPose> own : poses) {
        own.add(pose(file, data, tick));
      }
    }
    return poses;
  }

  private static int recorded(List<Integer> players) {
    int seat = 0;
    while (players.contains(seat)) {
      seat++;
    }
    return seat;
  }

  private static void checkHeader(String file, ByteBuffer data, int players)
      throws BadLogException {
    if (data.remaining() < HEADER_BYTES) {
      throw BadLogException.atByte(
          file, data.remaining(), "the file ends inside the header, expected 8 bytes; truncated?");
    }
    int version = data.getInt();
    if (version != VERSION) {
      throw BadLogException.atByte(file, 0, "ghost version " + version + ", expected 2");
    }
    int count = data.getInt();
    if (count != players) {
      throw BadLogException.atByte(
          file,
          Integer.BYTES,
          count + " players, expected " + players + " as in the demo beside it");
    }
  }

  private static void checkLength(String file, ByteBuffer data, int recorded, int ticks)
      throws BadLogException {
    long expected = HEADER_BYTES + (long) Math.max(0, ticks - 1) * recorded * RECORD_BYTES;
    if (data.capacity() != expected) {
      throw new BadLogException(
          file,
          data.capacity()
              + " bytes, expected "
              + expected
              + " for the "
              + ticks
              + " ticks of the demo beside it; truncated, or of another demo");
    }
  }

  private static DoomPose pose(String file, ByteBuffer data, int tick) throws BadLogException {
    int at = data.position();
    int x = data.getInt();
    int y = data.getInt();
    data.position(at + 4 * Integer.BYTES); // height and angle
    int sprite = data.getInt();
    int frame = data.getInt() & FRAME_MASK;
    int map = data.getInt();
    int episode = data.getInt();
    int recordedTick = data.getInt();
    if (recordedTick != tick) {
      throw BadLogException.atByte(file, at, "tick " + recordedTick + ", expected " + tick);
    }
    boolean alive = sprite == PLAYER_SPRITE && frame < FIRST_DYING_FRAME;
    return new DoomPose(x / FIXED_POINT, y / FIXED_POINT, alive, episode, map);
  }
}
