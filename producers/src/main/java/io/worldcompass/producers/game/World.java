package io.worldcompass.producers.game;

import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One square room with boxes in it. The same seed gives the same room, bit for bit. Built-in models
 * are trained on {@link #DEFAULT_SEED}.
 */
public final class World {
  /** Side of the room in units; x and z run from 0 to this. */
  public static final double SIZE = 8.8;

  /** The room that the shipped weights know. */
  public static final long DEFAULT_SEED = 7;

  static final double HEIGHT = 2.8;
  private static final double[][] WALLS = {
    {0.75, 0.35, 0.30}, {0.30, 0.55, 0.75}, {0.80, 0.68, 0.35}, {0.38, 0.65, 0.40}
  };
  private static final double[][] BOXES = {
    {0.85, 0.20, 0.20},
    {0.15, 0.30, 0.80},
    {0.90, 0.80, 0.15},
    {0.15, 0.65, 0.30},
    {0.70, 0.25, 0.70}
  };
  // Where boxes stand, roughly: kept apart so that every corner of the room can be reached.
  private static final double[][] PLACES = {
    {1.9, 2.0}, {6.7, 2.3}, {4.4, 4.5}, {2.1, 6.8}, {6.8, 6.6}
  };

  private final List<Box> boxes;
  private final Texture[] walls = new Texture[4];
  private final Texture floor;
  private final Texture ceiling;

  /** The room of a seed. */
  public World(long seed) {
    Random random = new Random(seed);
    for (int w = 0; w < walls.length; w++) {
      walls[w] = new Texture(random, SIZE, 1.1, WALLS[w]);
    }
    floor = new Texture(random, SIZE, 1.1, 0.45, 0.42, 0.40);
    ceiling = new Texture(random, SIZE, 2.2, 0.80, 0.82, 0.85);
    boxes = boxes(random);
  }

  private static List<Box> boxes(Random random) {
    List<Box> boxes = new ArrayList<>();
    for (int b = 0; b < PLACES.length; b++) {
      double x = PLACES[b][0] + 0.6 * (random.nextDouble() - 0.5);
      double z = PLACES[b][1] + 0.6 * (random.nextDouble() - 0.5);
      double halfX = 0.35 + 0.25 * random.nextDouble();
      double halfZ = 0.35 + 0.25 * random.nextDouble();
      double height = 0.7 + 1.1 * random.nextDouble();
      Texture texture = new Texture(random, 2.2, 0.55, BOXES[b]);
      boxes.add(new Box(x - halfX, x + halfX, z - halfZ, z + halfZ, height, texture));
    }
    return List.copyOf(boxes);
  }

  /** Whether a player can be at this pose: inside the room, in no box, within the pitch limit. */
  public boolean isFree(Pose pose) {
    double margin = Motion.RADIUS;
    return pose.x() > margin
        && pose.x() < SIZE - margin
        && pose.z() > margin
        && pose.z() < SIZE - margin
        && Math.abs(pose.pitch()) <= Motion.MAX_PITCH_DEGREES
        && boxes.stream().noneMatch(box -> box.nearerThan(margin, pose.x(), pose.z()));
  }

  /** Somewhere free, looking anywhere but far up or down. */
  public Pose randomPose(Random random) {
    while (true) {
      Pose pose =
          new Pose(
              SIZE * random.nextDouble(),
              SIZE * random.nextDouble(),
              360 * random.nextDouble(),
              20 * (2 * random.nextDouble() - 1));
      if (isFree(pose)) {
        return pose;
      }
    }
  }

  /** The poses after each of some equal steps, none when something is in the way. */
  Optional<List<Pose>> freeSteps(Pose from, Action action, int steps) {
    List<Pose> poses = new ArrayList<>();
    Pose pose = from;
    for (int s = 0; s < steps; s++) {
      pose = pose.step(action);
      if (!isFree(pose)) {
        return Optional.empty();
      }
      poses.add(pose);
    }
    return Optional.of(poses);
  }

  List<Box> boxes() {
    return boxes;
  }

  /** 0 at x = 0, 1 at x = SIZE, 2 at z = 0, 3 at z = SIZE. */
  Texture wall(int side) {
    return walls[side];
  }

  Texture floor() {
    return floor;
  }

  Texture ceiling() {
    return ceiling;
  }
}
