package io.worldcompass.gpu.pretrain;

import io.worldcompass.gpu.reward.Motion;
import java.util.List;

/**
 * Frames of a camera on its way and the exact motion of every step, in units of one commanded step.
 *
 * @param frames planar RGB, 3*H*W bytes each; one more than steps
 * @param onward from each frame to the next
 * @param back from the next frame to each
 */
public record MotionWalk(List<byte[]> frames, List<Motion> onward, List<Motion> back) {
  /** An endless, seeded source of walks: whole steps as commanded, and any fraction of them. */
  @FunctionalInterface
  public interface Source {
    /** The next walk, of the given number of steps. */
    MotionWalk next(int steps);
  }

  public MotionWalk {
    frames = List.copyOf(frames);
    onward = List.copyOf(onward);
    back = List.copyOf(back);
    if (frames.size() != onward.size() + 1 || onward.size() != back.size()) {
      throw new IllegalArgumentException("a walk has one more frame than steps");
    }
  }
}
