package io.worldcompass.gpu.pretrain;

import java.util.List;

/**
 * A stretch of recorded play.
 *
 * @param frames planar RGB, 3*H*W bytes each; one more than steps
 * @param commanded the action label of the inputs, per step (spec S6)
 * @param executed the label of what the camera did, per step
 */
public record Recording(List<byte[]> frames, List<Integer> commanded, List<Integer> executed) {
  public Recording {
    frames = List.copyOf(frames);
    commanded = List.copyOf(commanded);
    executed = List.copyOf(executed);
    if (frames.size() != commanded.size() + 1 || commanded.size() != executed.size()) {
      throw new IllegalArgumentException("a recording has one more frame than steps");
    }
  }
}
