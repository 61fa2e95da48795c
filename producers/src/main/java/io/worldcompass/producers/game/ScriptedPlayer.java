package io.worldcompass.producers.game;

import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * A player who walks through a {@link World}, one action a clip, and never runs into anything: an
 * action that would end in a wall is drawn again, so what is executed is never cut short.
 * Deterministic by seed.
 */
public final class ScriptedPlayer {
  private static final int TRIES = 40;
  private final World world;
  private final ActionMix mix;
  private final BiFunction<Action, Random, Action> execution;
  private final Random random;

  /** A player who does what he commands. */
  public ScriptedPlayer(World world, ActionMix mix, long seed) {
    this(world, mix, (action, random) -> action, seed);
  }

  /**
   * @param execution what happens on a command, once a clip; a way to record play whose labels are
   *     incomplete or whose commands are obeyed in part, see {@link PartialExecution}
   */
  public ScriptedPlayer(
      World world, ActionMix mix, BiFunction<Action, Random, Action> execution, long seed) {
    this.world = world;
    this.mix = mix;
    this.execution = execution;
    this.random = new Random(seed);
  }

  /**
   * A walk from a random place.
   *
   * @param clips number of clips, one action each
   * @param steps frame steps a clip
   */
  public Walk walk(int clips, int steps) {
    while (true) {
      List<Action> commanded = new ArrayList<>();
      List<Action> executed = new ArrayList<>();
      List<Pose> poses = new ArrayList<>(List.of(world.randomPose(random)));
      while (commanded.size() < clips * steps && extend(poses, commanded, executed, steps)) {}
      if (commanded.size() == clips * steps) {
        return new Walk(poses, commanded, executed);
      }
    }
  }

  /**
   * A walk that executes the given actions in full, from a place where nothing is in the way.
   *
   * @throws IllegalStateException when no such place is found, as for minutes of straight running
   */
  public Walk walk(List<Action> actions) {
    for (int i = 0; i < 20_000; i++) {
      List<Pose> poses = new ArrayList<>(List.of(world.randomPose(random)));
      for (Action action : actions) {
        Pose next = poses.get(poses.size() - 1).step(action);
        if (!world.isFree(next)) {
          break;
        }
        poses.add(next);
      }
      if (poses.size() == actions.size() + 1) {
        return new Walk(poses, actions, actions);
      }
    }
    throw new IllegalStateException("the room has no start from which " + actions + " is free");
  }

  private boolean extend(
      List<Pose> poses, List<Action> commanded, List<Action> executed, int steps) {
    for (int i = 0; i < TRIES; i++) {
      Action command = mix.draw(random);
      Action motion = execution.apply(command, random);
      Pose from = poses.get(poses.size() - 1);
      Optional<List<Pose>> moved = world.freeSteps(from, motion, steps);
      if (moved.isPresent() && world.freeSteps(from, command, steps).isPresent()) {
        poses.addAll(moved.get());
        commanded.addAll(Collections.nCopies(steps, command));
        executed.addAll(Collections.nCopies(steps, motion));
        return true;
      }
    }
    return false;
  }
}
