package io.worldcompass.producers.game;

import io.worldcompass.schemas.Action;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * Composite commands are mostly executed in part: the translation without the rotation or the
 * reverse, and of a lone diagonal one of its axes. So a model learns that composites mean several
 * things, as from incomplete captions, and reinforcement finds something to choose from.
 *
 * @param inFull share of composite commands that are executed in full
 */
public record PartialExecution(double inFull) implements BiFunction<Action, Random, Action> {
  @Override
  public Action apply(Action command, Random random) {
    if (!command.isComposite() || random.nextDouble() < inFull) {
      return command;
    }
    boolean first = random.nextBoolean();
    if (command.translation() != 0 && command.rotation() != 0) {
      return first ? new Action(command.translation(), 0) : new Action(0, command.rotation());
    }
    return first
        ? Action.ofSigns(command.forward(), 0, command.yaw(), 0)
        : Action.ofSigns(0, command.right(), 0, command.pitch());
  }
}
