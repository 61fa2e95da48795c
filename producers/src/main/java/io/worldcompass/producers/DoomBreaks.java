package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;

/** Where a Doom player's log breaks off, from the poses: dead times, teleports, level changes. */
final class DoomBreaks {
  private DoomBreaks() {}

  /**
   * The breaks of a log of {@code poses.size() + 1} ticks.
   *
   * @param poses element i is the pose before tick i + 1, that is after tick i
   */
  static List<Break> of(List<DoomPose> poses) {
    List<Break> breaks = new ArrayList<>();
    int tick = 0;
    while (tick < poses.size()) {
      DoomPose after = poses.get(tick);
      if (!after.alive()) {
        int resumes = firstAlive(poses, tick);
        breaks.add(new Break(tick, resumes, Break.DEATH));
        tick = resumes;
      } else {
        if (tick > 0) {
          addMove(poses.get(tick - 1), after, tick, breaks);
        }
        tick++;
      }
    }
    return breaks;
  }

  /** The first tick whose command meets a living player: its pose before it is alive. */
  private static int firstAlive(List<DoomPose> poses, int deathTick) {
    int after = deathTick;
    while (after < poses.size() && !poses.get(after).alive()) {
      after++;
    }
    return after + 1;
  }

  private static void addMove(DoomPose before, DoomPose after, int tick, List<Break> breaks) {
    if (after.isOtherLevelThan(before)) {
      breaks.add(new Break(tick, tick + 1, Break.LEVEL_CHANGE));
    } else if (after.isTeleportFrom(before)) {
      breaks.add(new Break(tick, tick + 1, Break.TELEPORT));
    }
  }
}
