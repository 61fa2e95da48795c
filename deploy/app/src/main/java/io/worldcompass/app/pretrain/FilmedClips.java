package io.worldcompass.app.pretrain;

import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.MotionWalk;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.gpu.reward.Motion;
import io.worldcompass.producers.FilmedPlay;
import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Windows of recorded play with its frames, from any tick on, as the trainings of the built-in
 * models read them. Deterministic by seed.
 */
final class FilmedClips implements ClipSource, MotionWalk.Source {
  private final List<FilmedPlay> stretches;
  private final int ticksPerStep;
  private final int stepsPerLabel;
  private final Random random;

  /**
   * Windows of some play.
   *
   * @param ticksPerStep from one frame of the model to the next
   * @param stepsPerLabel neighbouring steps that have one commanded label; divides a clip's steps
   */
  FilmedClips(List<FilmedPlay> stretches, int ticksPerStep, int stepsPerLabel, long seed) {
    this.stretches = List.copyOf(stretches);
    this.ticksPerStep = ticksPerStep;
    this.stepsPerLabel = stepsPerLabel;
    this.random = new Random(seed);
  }

  /** Windows of that many steps there are. */
  long windows(int steps) {
    return stretches.stream().mapToLong(play -> windows(play, steps)).sum();
  }

  @Override
  public Recording next(int clips, int steps) {
    FilmedPlay window = window(clips * steps);
    int ticks = stepsPerLabel * ticksPerStep;
    return new Recording(
        frames(window, clips * steps),
        IntStream.range(0, clips * steps)
            .mapToObj(step -> window.commanded(step / stepsPerLabel * ticks, ticks).label())
            .toList(),
        executed(window, clips * steps).stream().map(Action::label).toList());
  }

  @Override
  public boolean executesInParts() {
    return false;
  }

  /** In units of what an action commands: a step's motion is that of the action it shows. */
  @Override
  public MotionWalk next(int steps) {
    FilmedPlay window = window(steps);
    List<Motion> onward = executed(window, steps).stream().map(Motion::commanded).toList();
    return new MotionWalk(
        frames(window, steps), onward, onward.stream().map(FilmedClips::reversed).toList());
  }

  private static Motion reversed(Motion motion) {
    return new Motion(-motion.forward(), -motion.right(), 0, -motion.yaw(), -motion.pitch());
  }

  private List<byte[]> frames(FilmedPlay window, int steps) {
    List<byte[]> frames = new ArrayList<>();
    for (int step = 0; step <= steps; step++) {
      frames.add(window.frame(step * ticksPerStep));
    }
    return frames;
  }

  private List<Action> executed(FilmedPlay window, int steps) {
    return IntStream.range(0, steps)
        .mapToObj(step -> window.executed(step * ticksPerStep, ticksPerStep))
        .toList();
  }

  /** Every window of that length is as likely as any other. */
  private FilmedPlay window(int steps) {
    long at = (long) (random.nextDouble() * windows(steps));
    for (FilmedPlay play : stretches) {
      if (at < windows(play, steps)) {
        return play.part((int) at, (int) at + steps * ticksPerStep);
      }
      at -= windows(play, steps);
    }
    throw new IllegalStateException("no stretch of play has " + steps + " steps");
  }

  private long windows(FilmedPlay play, int steps) {
    return Math.max(0, play.ticks() - steps * ticksPerStep + 1);
  }
}
