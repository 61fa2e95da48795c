package io.worldcompass.streams;

import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.avro.BatchGroup;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.GroupClose;
import io.worldcompass.schemas.avro.Normaliser;
import io.worldcompass.schemas.avro.ScoredCandidate;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.config.Config;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the training batch of an iteration from its closed groups: a pure function of groups and
 * configuration, so that the batcher and {@code replay} cannot disagree.
 */
public final class BatchAssembler {
  private final String run;
  private final long seed;
  private final int keep;
  private final Advantages advantages;

  /**
   * An assembler for a run.
   *
   * @param run name of the run
   * @param seed seed of the run, for the training order
   * @param algorithm weights, normaliser, clip and keep
   */
  public BatchAssembler(String run, long seed, Config.Algorithm algorithm) {
    this(run, seed, algorithm.keep(), Advantages.of(algorithm));
  }

  /** An assembler with settings from elsewhere, as a replay takes them from a recorded batch. */
  public BatchAssembler(String run, long seed, int keep, Advantages advantages) {
    this.run = run;
    this.seed = seed;
    this.keep = keep;
    this.advantages = advantages;
  }

  /**
   * The batch of an iteration.
   *
   * @param groups all groups of one iteration, at least one, in any order; expired ones are counted
   *     and left out
   */
  public TrainingBatch assemble(List<ScoredGroup> groups) {
    List<ScoredGroup> trained =
        groups.stream()
            .filter(group -> group.getClosed() != GroupClose.EXPIRED)
            .sorted(Comparator.comparing(ScoredGroup::getPrefixId))
            .toList();
    List<Advantages.Group> computed =
        advantages.of(trained.stream().map(BatchAssembler::rewards).toList());
    return TrainingBatch.newBuilder()
        .setRun(run)
        .setIteration(groups.get(0).getIteration())
        .setClipIndex(groups.get(0).getClipIndex())
        .setNormaliser(normaliser(computed))
        .setRewardWeights(advantages.weights())
        .setAdvantageClip(advantages.clip())
        .setKeep(keep)
        .setGroups(
            IntStream.range(0, trained.size())
                .mapToObj(i -> group(trained.get(i), computed.get(i)))
                .toList())
        .setGroupsExpired(groups.size() - trained.size())
        .setCreatedAt(
            groups.stream()
                .map(ScoredGroup::getClosedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH))
        .build();
  }

  private BatchGroup group(ScoredGroup group, Advantages.Group computed) {
    List<Integer> order =
        BestOfN.select(computed.advantage(), keep)
            .shuffled(Ids.seed("order", Long.toString(seed), group.getPrefixId()));
    Set<Integer> kept = new HashSet<>(order);
    List<BatchMember> members = new ArrayList<>();
    for (int i = 0; i < group.getMembers().size(); i++) {
      members.add(member(group.getMembers().get(i), computed.members().get(i), kept.contains(i)));
    }
    return BatchGroup.newBuilder()
        .setPrefixId(group.getPrefixId())
        .setScenarioId(group.getScenarioId())
        .setClosed(group.getClosed())
        .setStd(computed.std())
        .setMembers(members)
        .setOrder(order.stream().map(i -> members.get(i).getCandidate().getCandidate()).toList())
        .build();
  }

  private static BatchMember member(
      ScoredCandidate member, Advantages.Member computed, boolean kept) {
    return BatchMember.newBuilder()
        .setCandidate(member.getCandidate())
        .setRewards(new TreeMap<>(member.getRewards()))
        .setAdvantageByReward(computed.byReward())
        .setAdvantage(computed.advantage())
        .setR(computed.r())
        .setKept(kept)
        .build();
  }

  private static Map<String, double[]> rewards(ScoredGroup group) {
    return Rewards.NAMES.stream()
        .collect(
            Collectors.toMap(
                reward -> reward,
                reward ->
                    group.getMembers().stream()
                        .mapToDouble(member -> member.getRewards().get(reward))
                        .toArray()));
  }

  private Normaliser normaliser(List<Advantages.Group> computed) {
    String mode = advantages.mode().name();
    boolean asInThePaper = advantages.combination() == Config.Combination.NORMALISE_THEN_SUM;
    return new Normaliser(
        asInThePaper ? mode : mode + " " + advantages.combination(), meanDeviation(computed));
  }

  /** In GLOBAL and SAMPLE_MAX all groups have the same one, and the mean is that one. */
  private static Map<String, Double> meanDeviation(List<Advantages.Group> groups) {
    Map<String, Double> std = new TreeMap<>();
    for (String reward : Rewards.NAMES) {
      std.put(reward, groups.stream().mapToDouble(g -> g.std().get(reward)).average().orElse(0));
    }
    return std;
  }
}
