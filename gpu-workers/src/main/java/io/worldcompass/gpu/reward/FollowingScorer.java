package io.worldcompass.gpu.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.blob.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Interaction following (spec S7) by motions that {@link InverseDynamics} reads from the pixels.
 */
public final class FollowingScorer implements GroupScorer {
  private final NDManager manager;
  private final InverseDynamics model;
  private final FollowingMode mode;

  /**
   * @param model closed with this scorer
   * @param mode which number of a clip is its reward; the others are details
   */
  public FollowingScorer(NDManager parent, InverseDynamics model, FollowingMode mode) {
    this.manager = parent.newSubManager();
    this.model = model;
    this.mode = mode;
  }

  /** With the weights that ship with the project. */
  public static FollowingScorer builtIn(NDManager parent, FollowingMode mode) {
    InverseDynamics model = InverseDynamics.of(parent, BuiltInWeights.REWARD_MOTION.read());
    return new FollowingScorer(parent, model, mode);
  }

  @Override
  public String reward() {
    return Rewards.INTERACTION_FOLLOWING;
  }

  @Override
  public String scorer() {
    return model.name();
  }

  @Override
  public String version() {
    return mode + " mode, " + model.version();
  }

  @Override
  public List<Score> score(GroupClips clips) {
    List<Score> scores = new ArrayList<>();
    for (List<Motion> motions : motions(clips)) {
      InteractionFollowing.Score score = InteractionFollowing.STEPS.score(motions, clips.labels());
      double value = mode.reward(score, motions, clips.labels());
      scores.add(new Score(value, details(score, motions, clips.labels())));
    }
    return scores;
  }

  private static Map<String, Double> details(
      InteractionFollowing.Score score, List<Motion> motions, List<Integer> labels) {
    return Map.of(
        "joint", score.joint(),
        "fine", score.fine(),
        "translation", score.translation(),
        "rotation", score.rotation(),
        "smooth", FollowingMode.SMOOTH.reward(score, motions, labels),
        "tau", score.tau());
  }

  private List<List<Motion>> motions(GroupClips clips) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray prior = frames(scope, List.of(clips.previousFrame())).squeeze(1);
      return model.motions(prior, frames(scope, clips.candidates()));
    }
  }

  /** [B,F,3,H,W] of B tensors [F,H,W,3] or [H,W,3] of one shape. */
  private static NDArray frames(NDManager scope, List<Tensor> clips) {
    long[] shape = clips.get(0).shape();
    long steps = shape.length == 4 ? shape[0] : 1;
    float[] values = new float[clips.size() * clips.get(0).size()];
    int at = 0;
    for (Tensor clip : clips) {
      float[] planar = Pixels.planar(clip);
      if (planar.length != values.length / clips.size()) {
        throw new IllegalArgumentException(
            "the candidates of a group differ in shape: " + clips.get(0) + " and " + clip);
      }
      System.arraycopy(planar, 0, values, at, planar.length);
      at += planar.length;
    }
    long height = shape[shape.length - 3];
    long width = shape[shape.length - 2];
    return scope.create(values, new Shape(clips.size(), steps, 3, height, width));
  }

  @Override
  public void close() {
    model.close();
    manager.close();
  }
}
