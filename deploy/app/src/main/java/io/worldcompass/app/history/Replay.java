package io.worldcompass.app.history;

import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.streams.Advantages;
import io.worldcompass.streams.BatchAssembler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Recomputes batches from the closed groups on the log: with the settings that the batch itself
 * names, byte for byte; with others, what would have been chosen.
 */
public final class Replay {
  private final Topic<String, TrainingBatch> topic;
  private final Config config;
  private final Predicate<String> isSet;

  /**
   * A replay.
   *
   * @param topic how batches are written
   * @param config the run's name and seed, and the values of the keys that were set
   * @param isSet whether a key was set for this replay; others are taken from each batch
   */
  public Replay(Topic<String, TrainingBatch> topic, Config config, Predicate<String> isSet) {
    this.topic = topic;
    this.config = config;
    this.isSet = isSet;
  }

  /**
   * One iteration, recomputed.
   *
   * @param identical the recomputed batch has the bytes of the recorded one
   * @param keptChanged members that would be kept and were not, or the other way round
   * @param largestChangeOfR of any member's optimality probability
   */
  public record Result(
      int iteration, boolean identical, int keptChanged, double largestChangeOfR) {}

  /**
   * Recomputes a batch.
   *
   * @param recorded the bytes on training-batches
   * @param groups all closed groups of its iteration
   */
  public Result of(byte[] recorded, List<ScoredGroup> groups) {
    TrainingBatch batch = topic.decode(recorded);
    TrainingBatch again = assembler(batch).assemble(groups);
    byte[] bytes = topic.value().serializer().serialize(topic.name(), again);
    Map<String, BatchMember> before = members(batch);
    int keptChanged = 0;
    double change = 0;
    for (Map.Entry<String, BatchMember> member : members(again).entrySet()) {
      BatchMember was = before.get(member.getKey());
      if (was == null || was.getKept() != member.getValue().getKept()) {
        keptChanged++;
      }
      if (was != null) {
        change = Math.max(change, Math.abs(was.getR() - member.getValue().getR()));
      }
    }
    return new Result(batch.getIteration(), Arrays.equals(bytes, recorded), keptChanged, change);
  }

  private static Map<String, BatchMember> members(TrainingBatch batch) {
    Map<String, BatchMember> members = new HashMap<>();
    batch
        .getGroups()
        .forEach(
            group ->
                group
                    .getMembers()
                    .forEach(
                        m ->
                            members.put(
                                group.getPrefixId() + "/" + m.getCandidate().getCandidate(), m)));
    return members;
  }

  /** With the batch's own settings, under those that were set for this replay. */
  private BatchAssembler assembler(TrainingBatch batch) {
    Config.Algorithm set = config.algorithm();
    int keep = isSet.test("algorithm.keep") ? set.keep() : batch.getKeep();
    // MODE, or MODE COMBINATION where that is not the paper's.
    String[] recorded = batch.getNormaliser().getMode().split(" ", 2);
    Config.Normalisation mode =
        isSet.test("algorithm.normalisation")
            ? set.normalisation()
            : Config.Normalisation.valueOf(recorded[0]);
    Config.Combination combination =
        recorded.length == 2
            ? Config.Combination.valueOf(recorded[1])
            : Config.Combination.NORMALISE_THEN_SUM;
    if (isSet.test("algorithm.combination")) {
      combination = set.combination();
    }
    double clip =
        isSet.test("algorithm.advantage-clip") ? set.advantageClip() : batch.getAdvantageClip();
    Map<String, Double> weights = new HashMap<>(batch.getRewardWeights());
    if (isSet.test("algorithm.interaction-following-weight")) {
      weights.put(Rewards.INTERACTION_FOLLOWING, set.interactionFollowingWeight());
    }
    if (isSet.test("algorithm.visual-quality-weight")) {
      weights.put(Rewards.VISUAL_QUALITY, set.visualQualityWeight());
    }
    return new BatchAssembler(
        batch.getRun(),
        config.run().seed(),
        keep,
        new Advantages(mode, combination, weights, clip));
  }
}
