package io.worldcompass.app.pretrain;

import io.worldcompass.producers.FilmedPlay;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded play to train on, and play to measure on: the last fifth of what each player of each
 * recording played.
 */
record FilmedSplit(List<FilmedPlay> training, List<FilmedPlay> heldOut) {
  private static final double TRAINED = 0.8;

  /** Splits the stretches of every player. */
  static FilmedSplit of(List<List<FilmedPlay>> players) {
    List<FilmedPlay> training = new ArrayList<>();
    List<FilmedPlay> heldOut = new ArrayList<>();
    for (List<FilmedPlay> stretches : players) {
      int left = (int) (TRAINED * ticks(stretches));
      for (FilmedPlay play : stretches) {
        int cut = Math.max(0, Math.min(left, play.ticks()));
        training.add(play.part(0, cut));
        heldOut.add(play.part(cut, play.ticks()));
        left -= play.ticks();
      }
    }
    return new FilmedSplit(training, heldOut);
  }

  static int ticks(List<FilmedPlay> stretches) {
    return stretches.stream().mapToInt(FilmedPlay::ticks).sum();
  }
}
