package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the camera of one player of a Doom demo moved in every tick, from the ghost beside it. */
final class DoomMoves {
  /** The first tick that has a pose before it. */
  static final int FIRST = 1;

  private final List<DoomPose> poses;

  private DoomMoves(List<DoomPose> poses) {
    this.poses = poses;
  }

  /**
   * Reads a ghost.
   *
   * @param source whose log and player
   * @return empty where nobody recorded the player's poses
   */
  static Optional<DoomMoves> beside(LogInput log, Scenario.Source source) throws BadLogException {
    Optional<LogInput> file = DoomLmpReader.ghost(log);
    if (!source.format().equals(DoomLmpReader.FORMAT) || file.isEmpty()) {
      return Optional.empty();
    }
    DoomGhost ghost =
        new DoomGhost(file.get(), DoomHeader.read(log.shownAs(), log.content()).players());
    List<DoomPose> poses = new ArrayList<>();
    for (int tick = FIRST; ghost.before(tick).isPresent(); tick++) {
      List<DoomPose> all = ghost.before(tick).get();
      if (source.player() >= all.size()) {
        return Optional.empty();
      }
      poses.add(all.get(source.player()));
    }
    return Optional.of(new DoomMoves(poses));
  }

  /** The first tick that has no pose after it. */
  int end() {
    return FIRST + poses.size() - 1;
  }

  /** The moves of the ticks from..to-1. */
  List<Tick> during(int from, int to) {
    List<Tick> moves = new ArrayList<>();
    for (int tick = from; tick < to; tick++) {
      moves.add(poses.get(tick - FIRST).to(poses.get(tick - FIRST + 1)));
    }
    return moves;
  }
}
