package io.worldcompass.producers;

import io.worldcompass.schemas.Action;
import java.util.List;
import java.util.Optional;

/**
 * Unbroken play of one player with the frame before every tick: what a world model is trained on.
 *
 * @param firstTick in the recording
 * @param keys what the controls asked for, tick by tick
 * @param moves how the camera moved, tick by tick; empty where nobody recorded poses
 * @param frames of the recording
 */
public record FilmedPlay(
    int firstTick, List<Tick> keys, Optional<List<Tick>> moves, FrameFile frames) {
  public FilmedPlay {
    keys = List.copyOf(keys);
    moves = moves.map(List::copyOf);
  }

  /** Its length; there is one more frame. */
  public int ticks() {
    return keys.size();
  }

  /** The part between two of its ticks. */
  public FilmedPlay part(int from, int to) {
    return new FilmedPlay(
        firstTick + from,
        keys.subList(from, to),
        moves.map(ticks -> ticks.subList(from, to)),
        frames);
  }

  /** Planar RGB of what is seen before a tick, or after the last one. */
  public byte[] frame(int tick) {
    return frames.planar(firstTick + tick);
  }

  /** The action that the controls of some ticks ask for, by the rules of {@code produce}. */
  public Action commanded(int from, int ticks) {
    return action(keys, from, ticks);
  }

  /** The action that the camera's way shows, by the same rules; the commanded one without poses. */
  public Action executed(int from, int ticks) {
    return action(moves.orElse(keys), from, ticks);
  }

  private static Action action(List<Tick> ticks, int from, int count) {
    return ActionLabeler.label(
        Sums.of(ticks.subList(from, from + count)), count, ClipRules.DEFAULT);
  }
}
