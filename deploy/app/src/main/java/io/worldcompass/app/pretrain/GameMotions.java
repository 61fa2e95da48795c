package io.worldcompass.app.pretrain;

import io.worldcompass.gpu.pretrain.MotionWalk;
import io.worldcompass.gpu.reward.Motion;
import io.worldcompass.producers.game.ActionMix;
import io.worldcompass.producers.game.Pose;
import io.worldcompass.producers.game.Renderer;
import io.worldcompass.producers.game.ScriptedPlayer;
import io.worldcompass.producers.game.World;
import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Walks of a camera for training inverse dynamics: whole steps of every action, and any fraction of
 * a step, since generated clips also move by halves. Deterministic by seed.
 */
final class GameMotions implements MotionWalk.Source {
  private static final ActionMix MIX = new ActionMix(0.05, 0.6);
  private static final double FRACTIONS = 0.35;
  private static final double STILL_AXES = 0.3;
  private static final double FARTHEST = 1.3;
  private static final int TRIES = 60;
  private final World world;
  private final Renderer renderer;
  private final Random random;

  GameMotions(World world, Renderer renderer, long seed) {
    this.world = world;
    this.renderer = renderer;
    this.random = new Random(seed);
  }

  @Override
  public MotionWalk next(int steps) {
    List<Pose> poses = poses(steps);
    while (poses.size() <= steps) {
      poses = poses(steps);
    }
    List<byte[]> frames = new ArrayList<>();
    List<Motion> onward = new ArrayList<>();
    List<Motion> back = new ArrayList<>();
    for (int i = 0; i < poses.size(); i++) {
      frames.add(GameClips.bytes(renderer.renderPlanar(poses.get(i))));
      if (i > 0) {
        onward.add(between(poses.get(i - 1), poses.get(i)));
        back.add(between(poses.get(i), poses.get(i - 1)));
      }
    }
    return new MotionWalk(frames, onward, back);
  }

  /** Fewer poses than asked for when the walk ended in a corner. */
  private List<Pose> poses(int steps) {
    List<Pose> poses = new ArrayList<>();
    poses.add(new ScriptedPlayer(world, MIX, random.nextLong()).walk(1, 1).poses().get(0));
    for (int tries = 0; tries < TRIES && poses.size() <= steps; tries++) {
      Pose next = move(poses.get(poses.size() - 1), draw());
      if (world.isFree(next)) {
        poses.add(next);
        tries = -1;
      }
    }
    return poses;
  }

  private Motion draw() {
    if (random.nextDouble() < FRACTIONS) {
      return new Motion(fraction(), fraction(), 0, fraction(), fraction());
    }
    return Motion.commanded(
        random.nextBoolean() ? MIX.draw(random) : Action.ofLabel(random.nextInt(Action.LABELS)));
  }

  private double fraction() {
    return random.nextDouble() < STILL_AXES ? 0 : FARTHEST * (2 * random.nextDouble() - 1);
  }

  private static Pose move(Pose pose, Motion motion) {
    double heading = Math.toRadians(pose.yaw());
    double forward = motion.forward() * io.worldcompass.producers.game.Motion.TRANSLATION;
    double right = motion.right() * io.worldcompass.producers.game.Motion.TRANSLATION;
    return new Pose(
        pose.x() + forward * Math.sin(heading) + right * Math.cos(heading),
        pose.z() + forward * Math.cos(heading) - right * Math.sin(heading),
        pose.yaw() + motion.yaw() * io.worldcompass.producers.game.Motion.YAW_DEGREES,
        pose.pitch() + motion.pitch() * io.worldcompass.producers.game.Motion.PITCH_DEGREES);
  }

  private static Motion between(Pose from, Pose to) {
    double heading = Math.toRadians(from.yaw());
    double dx = (to.x() - from.x()) / io.worldcompass.producers.game.Motion.TRANSLATION;
    double dz = (to.z() - from.z()) / io.worldcompass.producers.game.Motion.TRANSLATION;
    return new Motion(
        dx * Math.sin(heading) + dz * Math.cos(heading),
        dx * Math.cos(heading) - dz * Math.sin(heading),
        0,
        (to.yaw() - from.yaw()) / io.worldcompass.producers.game.Motion.YAW_DEGREES,
        (to.pitch() - from.pitch()) / io.worldcompass.producers.game.Motion.PITCH_DEGREES);
  }
}
