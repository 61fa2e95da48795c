package io.worldcompass.gpu.rewarder;

import io.worldcompass.schemas.blob.Tensor;
import java.util.List;
import java.util.Map;

/** One reward. Used by one thread; knows nothing of topics. */
public interface GroupScorer extends AutoCloseable {
  /** Name of the reward: interaction_following or visual_quality. */
  String reward();

  /** Name of the scoring model. */
  String scorer();

  /** Its weights and its accuracy on held-out real clips. */
  String version();

  /**
   * Scores the candidates of one prefix.
   *
   * @return one score a candidate, in order
   */
  List<Score> score(GroupClips clips);

  @Override
  void close();

  /**
   * The clips of one group.
   *
   * @param prompt text prompt of the scenario
   * @param labels the commanded action of every frame step, 0..80
   * @param firstFrame uint8 [H,W,3], the scenario's initial observation
   * @param previousFrame uint8 [H,W,3], the frame before the clip
   * @param candidates uint8 [F,H,W,3] each
   */
  record GroupClips(
      String prompt,
      List<Integer> labels,
      Tensor firstFrame,
      Tensor previousFrame,
      List<Tensor> candidates) {}

  /**
   * A reward with its details.
   *
   * @param value the training reward
   * @param details further measures by name
   */
  record Score(double value, Map<String, Double> details) {}
}
