package io.worldcompass.streams;

import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.Config.Combination;
import io.worldcompass.schemas.config.Config.Normalisation;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Group-relative advantages and optimality probabilities (spec S9, S10), for all groups of one
 * iteration at once.
 *
 * <p>SUM_THEN_NORMALISE is DiffusionNFT's order (UPSTREAM of spec S13): the standard deviation is
 * that of sum_k w_k R_k over the population, and A = (sum_k w_k R_k - its group mean) / (s + 1e-4).
 * A_k is then the share of reward k, so that A stays the weighted mean of the A_k.
 *
 * @param mode over which rewards a standard deviation is taken
 * @param combination whether each reward is normalised on its own, or their sum
 * @param weights weight w_k by reward name; the sum is greater than 0
 * @param clip advantage clip c, greater than 0
 */
public record Advantages(
    Normalisation mode, Combination combination, Map<String, Double> weights, double clip) {
  private static final double EPS_A = 1e-8;
  private static final double EPS_UPSTREAM = 1e-4;

  public Advantages {
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    if (!(weights.values().stream().mapToDouble(Double::doubleValue).sum() > 0)) {
      throw new IllegalArgumentException("the sum of the reward weights must be greater than 0");
    }
    if (!(clip > 0)) {
      throw new IllegalArgumentException("the advantage clip must be greater than 0, got " + clip);
    }
  }

  /** The paper's order: each reward is normalised on its own. */
  public Advantages(Normalisation mode, Map<String, Double> weights, double clip) {
    this(mode, Combination.NORMALISE_THEN_SUM, weights, clip);
  }

  /** The configured numbers, for the rewards of this project. */
  public static Advantages of(Config.Algorithm algorithm) {
    return new Advantages(
        algorithm.normalisation(),
        algorithm.combination(),
        Map.of(
            Rewards.INTERACTION_FOLLOWING, algorithm.interactionFollowingWeight(),
            Rewards.VISUAL_QUALITY, algorithm.visualQualityWeight()),
        algorithm.advantageClip());
  }

  /**
   * One group's numbers.
   *
   * @param std the standard deviation s_k that was used, by reward name
   * @param members the members' numbers, in the order given
   */
  public record Group(Map<String, Double> std, List<Member> members) {
    /** The advantage A of each member. */
    public double[] advantage() {
      return members.stream().mapToDouble(Member::advantage).toArray();
    }
  }

  /**
   * One member's numbers.
   *
   * @param byReward A_k by reward name
   * @param advantage the weighted mean A, not clipped
   * @param r optimality probability, 0..1
   */
  public record Member(Map<String, Double> byReward, double advantage, double r) {}

  /**
   * Computes every group's advantages.
   *
   * @param groups rewards R_k by reward name, one value a member; every group has every reward
   */
  public List<Group> of(List<Map<String, double[]>> groups) {
    Map<String, double[]> std = new LinkedHashMap<>();
    weights.keySet().forEach(reward -> std.put(reward, deviations(normalisedBy(reward, groups))));
    return IntStream.range(0, groups.size()).mapToObj(g -> group(groups.get(g), g, std)).toList();
  }

  /** S9: each group's values whose deviation normalises a reward: its own, or the sums. */
  private List<double[]> normalisedBy(String reward, List<Map<String, double[]>> groups) {
    return groups.stream().map(g -> isSummed() ? sums(g) : g.get(reward)).toList();
  }

  private boolean isSummed() {
    return combination == Combination.SUM_THEN_NORMALISE;
  }

  /** sum_k w_k R_k of each member. */
  private double[] sums(Map<String, double[]> group) {
    double[] sums = new double[group.values().iterator().next().length];
    weights.forEach(
        (reward, weight) -> Arrays.setAll(sums, i -> sums[i] + weight * group.get(reward)[i]));
    return sums;
  }

  /** S9: s_k for each group. */
  private double[] deviations(List<double[]> groups) {
    double[] own = groups.stream().mapToDouble(this::deviation).toArray();
    return switch (mode) {
      case SAMPLE -> own;
      case SAMPLE_MAX -> filled(own.length, Arrays.stream(own).max().orElse(0));
      case GLOBAL ->
          filled(own.length, deviation(groups.stream().flatMapToDouble(Arrays::stream).toArray()));
    };
  }

  private Group group(Map<String, double[]> rewards, int index, Map<String, double[]> std) {
    Map<String, Double> used = new TreeMap<>();
    Map<String, double[]> normalised = new TreeMap<>();
    weights.forEach(
        (reward, weight) -> {
          double s = std.get(reward)[index];
          used.put(reward, s);
          normalised.put(reward, normalised(rewards.get(reward), s));
        });
    int size = normalised.values().iterator().next().length;
    return new Group(used, IntStream.range(0, size).mapToObj(i -> member(normalised, i)).toList());
  }

  private Member member(Map<String, double[]> normalised, int i) {
    Map<String, Double> byReward = new TreeMap<>();
    normalised.forEach((reward, values) -> byReward.put(reward, values[i]));
    double advantage = combined(byReward);
    return new Member(byReward, advantage, optimality(advantage));
  }

  /** S9: A_k(i) = (R_k(i) - mean of the own group) / (s_k + eps_A). */
  private double[] normalised(double[] rewards, double s) {
    if (rewards.length < 2 || s == 0) {
      return new double[rewards.length];
    }
    double mean = mean(rewards);
    double scale = isSummed() ? totalWeight() / (s + EPS_UPSTREAM) : 1 / (s + EPS_A);
    return Arrays.stream(rewards).map(reward -> (reward - mean) * scale).toArray();
  }

  private double totalWeight() {
    return weights.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** S10: A = sum_k w_k A_k / sum_k w_k. */
  private double combined(Map<String, Double> byReward) {
    double sum = 0;
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      sum += weight.getValue() * byReward.get(weight.getKey());
    }
    return sum / totalWeight();
  }

  /** S10: r = clamp(clip(A, -c, c) / (2c) + 0.5, 0, 1). */
  private double optimality(double advantage) {
    double clipped = Math.max(-clip, Math.min(clip, advantage));
    return Math.max(0, Math.min(1, clipped / (2 * clip) + 0.5));
  }

  /**
   * S9: sample standard deviation (n-1), of sums that of the population (n); exactly 0 for fewer
   * than two or equal values.
   */
  private double deviation(double[] values) {
    if (Arrays.stream(values).distinct().count() < 2) {
      return 0;
    }
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (isSummed() ? values.length : values.length - 1));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double[] filled(int length, double value) {
    double[] all = new double[length];
    Arrays.fill(all, value);
    return all;
  }
}
