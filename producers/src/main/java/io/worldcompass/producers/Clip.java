package io.worldcompass.producers;

import io.worldcompass.schemas.Action;
import java.util.List;

/**
 * A window of play with its labels.
 *
 * @param firstTick inclusive
 * @param lastTick inclusive
 * @param action of the whole window
 * @param latentActions one per latent, each of an equal part of the window
 * @param sums the raw sums over the whole window
 */
public record Clip(
    int firstTick, int lastTick, Action action, List<Action> latentActions, Sums sums) {
  public Clip {
    latentActions = List.copyOf(latentActions);
  }
}
