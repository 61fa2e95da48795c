package io.worldcompass.producers.game;

import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Walks through a {@link World} by actions that someone pressed elsewhere, in their order. The room
 * is smaller than the places that players run through, so a clip that would end in a wall is left
 * out; of several starts the one is taken that leaves out fewest. Deterministic by seed.
 */
public final class RecordedPlayer {
  private static final int STARTS = 24;
  private static final int TRIES = 200;

  private final World world;
  private final List<List<Action>> stretches;
  private final Random random;
  private long walked;
  private long leftOut;

  /**
   * A player who repeats recordings.
   *
   * @param stretches unbroken stretches of recorded play, one action a clip
   */
  public RecordedPlayer(World world, List<List<Action>> stretches, long seed) {
    this.world = world;
    this.stretches = stretches.stream().map(List::copyOf).toList();
    this.random = new Random(seed);
  }

  /**
   * A walk that begins somewhere in a recording and somewhere in the room; every action is executed
   * in full.
   *
   * @param clips number of clips
   * @param steps frame steps a clip
   * @throws IllegalArgumentException when no stretch of the recordings gives that many clips
   */
  public Walk walk(int clips, int steps) {
    List<List<Action>> longEnough = stretches.stream().filter(s -> s.size() >= clips).toList();
    for (int i = 0; i < TRIES && !longEnough.isEmpty(); i++) {
      List<Action> stretch = longEnough.get(random.nextInt(longEnough.size()));
      int from = random.nextInt(stretch.size() - clips + 1);
      Optional<Attempt> best = best(stretch.subList(from, stretch.size()), clips, steps);
      if (best.isPresent()) {
        walked += clips;
        leftOut += best.get().leftOut();
        return best.get().walk(steps);
      }
    }
    throw new IllegalArgumentException(
        "the recorded play has no unbroken stretch of "
            + clips
            + " clips that fits into the room; the longest has "
            + stretches.stream().mapToInt(List::size).max().orElse(0));
  }

  /** Share of the recorded clips that were left out so far. */
  public double leftOut() {
    return walked == 0 ? 0 : (double) leftOut / (walked + leftOut);
  }

  private record Attempt(List<Pose> poses, List<Action> actions, int leftOut) {
    Walk walk(int steps) {
      List<Action> each =
          actions.stream().flatMap(a -> Collections.nCopies(steps, a).stream()).toList();
      return new Walk(poses, each, each);
    }
  }

  private Optional<Attempt> best(List<Action> recorded, int clips, int steps) {
    Optional<Attempt> best = Optional.empty();
    for (int i = 0; i < STARTS; i++) {
      Optional<Attempt> attempt = attempt(world.randomPose(random), recorded, clips, steps);
      if (attempt.isPresent()
          && (best.isEmpty() || attempt.get().leftOut() < best.get().leftOut())) {
        best = attempt;
      }
    }
    return best;
  }

  private Optional<Attempt> attempt(Pose start, List<Action> recorded, int clips, int steps) {
    List<Pose> poses = new ArrayList<>(List.of(start));
    List<Action> done = new ArrayList<>();
    int leftOut = 0;
    for (Action action : recorded) {
      if (done.size() == clips) {
        break;
      }
      Optional<List<Pose>> clip = world.freeSteps(poses.get(poses.size() - 1), action, steps);
      if (clip.isPresent()) {
        poses.addAll(clip.get());
        done.add(action);
      } else {
        leftOut++;
      }
    }
    return done.size() == clips ? Optional.of(new Attempt(poses, done, leftOut)) : Optional.empty();
  }
}
