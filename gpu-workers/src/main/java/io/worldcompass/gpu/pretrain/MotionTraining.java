package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;
import io.worldcompass.gpu.reward.Motion;
import io.worldcompass.gpu.reward.MotionNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Trains an inverse-dynamics network: absolute error of the motion, on pairs of mildly damaged
 * frames. Three frames in a row give four pairs, two of them backwards, for three encodings.
 */
final class MotionTraining {
  private static final int SIZE = 48;
  private static final int FRAME = 3 * SIZE * SIZE;
  private static final int TRIPLES = 24;
  private static final int WALK = 12;
  private static final float RATE = 1.5e-3f;
  // Rounds the absolute error off, in steps.
  private static final float ROUNDING = 0.1f;

  private record Sample(MotionWalk walk, List<byte[]> blurred) {}

  private final MotionNetwork network;
  private final Random random;
  private final FrameDamage damage;
  private final List<Sample> walks = new ArrayList<>();

  MotionTraining(MotionNetwork network, long seed) {
    this.network = network;
    this.random = new Random(seed);
    this.damage = new FrameDamage(SIZE, random);
  }

  /** Adds walks to train on. */
  void add(MotionWalk.Source source, int count) {
    for (int i = 0; i < count; i++) {
      MotionWalk walk = source.next(WALK);
      List<byte[]> blurred = new ArrayList<>();
      walk.frames().forEach(frame -> blurred.add(FrameDamage.blur(frame, SIZE)));
      walks.add(new Sample(walk, blurred));
    }
  }

  /** The trained weights, in {@code manager}. */
  NDArray train(NDManager manager, int steps, Progress progress) {
    ParameterLayout layout = network.layout();
    NDArray start = manager.create(layout.initial(random.nextLong()));
    NDArray trained =
        new TrainingLoop(network.name(), steps, RATE, progress).run(layout, start, this::loss);
    start.close();
    return trained;
  }

  private NDArray loss(Parameters p, NDManager scope) {
    float[] frames = new float[3 * TRIPLES * FRAME];
    float[] motions = new float[4 * TRIPLES * 4];
    for (int i = 0; i < TRIPLES; i++) {
      draw(i, frames, motions);
    }
    NDArray features =
        network.encode(p, scope.create(frames, new Shape(3L * TRIPLES, 3, SIZE, SIZE)));
    NDArray onward = features.get(new NDIndex("0:{}", 2 * TRIPLES));
    NDArray later = features.get(new NDIndex("{}:", TRIPLES));
    NDArray seen = network.motions(p, onward.concat(later, 0), later.concat(onward, 0));
    NDArray error = seen.sub(scope.create(motions, new Shape(4L * TRIPLES, 4)));
    return error.square().add(ROUNDING * ROUNDING).sqrt().mean();
  }

  /** Three frames in a row; rows i and i + TRIPLES are the steps onward, the rest those back. */
  private void draw(int i, float[] frames, float[] motions) {
    Sample sample = walks.get(random.nextInt(walks.size()));
    int at = random.nextInt(sample.walk.onward().size() - 1);
    boolean mirror = random.nextBoolean();
    for (int k = 0; k < 3; k++) {
      damage.write(
          sample.walk.frames().get(at + k),
          sample.blurred.get(at + k),
          mirror,
          frames,
          (k * TRIPLES + i) * FRAME);
    }
    for (int k = 0; k < 2; k++) {
      write(sample.walk.onward().get(at + k), mirror, motions, k * TRIPLES + i);
      write(sample.walk.back().get(at + k), mirror, motions, (2 + k) * TRIPLES + i);
    }
  }

  private static void write(Motion motion, boolean mirror, float[] out, int row) {
    float side = mirror ? -1 : 1;
    out[4 * row] = (float) motion.forward();
    out[4 * row + 1] = side * (float) motion.right();
    out[4 * row + 2] = side * (float) motion.yaw();
    out[4 * row + 3] = (float) motion.pitch();
  }
}
