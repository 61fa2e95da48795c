package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is watched of one version. It is kept in the manifest's metrics, so that a restarted trainer
 * watches on.
 *
 * @param clipIndex target clip of its iteration; rewards are only compared at equal ones
 * @param interactionFollowing mean reward of its batch
 * @param visualQuality mean reward of its batch
 * @param loss of its training
 * @param judged by the held-out judge; empty for most versions
 */
record Observation(
    int version,
    int clipIndex,
    double interactionFollowing,
    double visualQuality,
    double loss,
    Optional<HeldOutJudge.Score> judged) {
  static final String CLIP_INDEX = "clip_index";
  static final String INTERACTION_FOLLOWING = "reward_interaction_following";
  static final String VISUAL_QUALITY = "reward_visual_quality";
  static final String LOSS = "loss";
  static final String JOINT = "held_out_joint";
  static final String JOINT_ERROR = "held_out_joint_standard_error";
  static final String QUALITY = "held_out_visual_quality";
  static final String QUALITY_ERROR = "held_out_visual_quality_standard_error";
  static final String RENDER_ERROR = "held_out_render_error";

  /** What a trained batch shows, not judged. */
  static Observation of(int version, TrainingBatch batch, double loss) {
    return new Observation(
        version,
        batch.getClipIndex(),
        mean(batch, "interaction_following"),
        mean(batch, "visual_quality"),
        loss,
        Optional.empty());
  }

  /** As it stands in a manifest; the base has only been judged. */
  static Observation of(WeightsManifest manifest) {
    Map<String, Double> m = manifest.getMetrics();
    return new Observation(
        manifest.getVersion(),
        m.getOrDefault(CLIP_INDEX, 0.0).intValue(),
        m.getOrDefault(INTERACTION_FOLLOWING, Double.NaN),
        m.getOrDefault(VISUAL_QUALITY, Double.NaN),
        m.getOrDefault(LOSS, Double.NaN),
        m.containsKey(JOINT)
            ? Optional.of(
                new HeldOutJudge.Score(
                    m.get(JOINT),
                    m.getOrDefault(JOINT_ERROR, 0.0),
                    m.getOrDefault(QUALITY, Double.NaN),
                    m.getOrDefault(QUALITY_ERROR, 0.0),
                    m.getOrDefault(RENDER_ERROR, Double.NaN)))
            : Optional.empty());
  }

  Observation judgedBy(HeldOutJudge.Score score) {
    return new Observation(
        version, clipIndex, interactionFollowing, visualQuality, loss, Optional.of(score));
  }

  /** Whether a batch with rewards made it. */
  boolean isTrained() {
    return Double.isFinite(interactionFollowing + visualQuality);
  }

  /** For the manifest. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new HashMap<>();
    if (isTrained()) {
      metrics.put(CLIP_INDEX, (double) clipIndex);
      metrics.put(INTERACTION_FOLLOWING, interactionFollowing);
      metrics.put(VISUAL_QUALITY, visualQuality);
    }
    judged.ifPresent(
        score -> {
          metrics.put(JOINT, score.joint());
          metrics.put(JOINT_ERROR, score.jointError());
          metrics.put(QUALITY, score.visualQuality());
          metrics.put(QUALITY_ERROR, score.visualQualityError());
          metrics.put(RENDER_ERROR, score.renderError());
        });
    return metrics;
  }

  private static double mean(TrainingBatch batch, String reward) {
    return batch.getGroups().stream()
        .flatMap(group -> group.getMembers().stream())
        .map(BatchMember::getRewards)
        .filter(rewards -> rewards.containsKey(reward))
        .mapToDouble(rewards -> rewards.get(reward))
        .average()
        .orElse(Double.NaN);
  }
}
