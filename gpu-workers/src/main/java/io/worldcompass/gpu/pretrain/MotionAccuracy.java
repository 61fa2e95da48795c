package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.reward.InteractionFollowing;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.Motion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How well an inverse-dynamics model reads real clips (spec S7): means over clips, in [0,1].
 *
 * @param joint steps read right in both parts
 * @param fine mean of the translations and the rotations that were read right
 * @param standardError of {@code joint}, over clips
 */
public record MotionAccuracy(double joint, double fine, double standardError) {
  private static final int STEPS = 4;
  private static final int SIZE = 48;

  /**
   * Reads clips of four steps.
   *
   * @param heldOut play that the model was not trained on, executed in full
   * @param seen what becomes of the frames [N,3,48,48] before the model sees them
   */
  public static MotionAccuracy of(
      NDManager parent,
      InverseDynamics model,
      ClipSource heldOut,
      int clips,
      UnaryOperator<NDArray> seen) {
    List<InteractionFollowing.Score> scores = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      Recording recording = heldOut.next(1, STEPS);
      try (NDManager scope = parent.newSubManager()) {
        NDArray all = seen.apply(Frames.tensor(scope, recording.frames(), SIZE, SIZE));
        NDArray prior = all.get("0:1");
        NDArray frames = all.get("1:").expandDims(0);
        List<Motion> motions = model.motions(prior, frames).get(0);
        scores.add(InteractionFollowing.STEPS.score(motions, recording.executed()));
      }
    }
    return of(scores);
  }

  private static MotionAccuracy of(List<InteractionFollowing.Score> scores) {
    double joint = 0;
    double fine = 0;
    double square = 0;
    for (InteractionFollowing.Score score : scores) {
      joint += score.joint() / scores.size();
      fine += score.fine() / scores.size();
      square += score.joint() * score.joint() / scores.size();
    }
    double variance = Math.max(0, square - joint * joint);
    return new MotionAccuracy(joint, fine, Math.sqrt(variance / scores.size()));
  }
}
