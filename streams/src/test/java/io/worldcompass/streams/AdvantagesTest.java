package io.worldcompass.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.worldcompass.schemas.config.Config.Combination;
import io.worldcompass.schemas.config.Config.Normalisation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdvantagesTest {
  private static final Map<String, Double> WEIGHTS = Map.of("a", 2.0, "b", 0.25);

  static Stream<JsonNode> golden() {
    return Golden.cases("advantages");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreeWithTheReference(JsonNode c) {
    Advantages advantages =
        new Advantages(
            Normalisation.valueOf(c.get("mode").textValue()),
            Golden.doubleByName(c.get("weights")),
            c.get("clip").doubleValue());
    List<Map<String, double[]>> rewards =
        StreamSupport.stream(c.get("groups").spliterator(), false)
            .map(Golden::doublesByName)
            .toList();

    List<Advantages.Group> groups = advantages.of(rewards);

    JsonNode expected = c.get("expected");
    for (int g = 0; g < groups.size(); g++) {
      int index = g;
      groups
          .get(g)
          .std()
          .forEach(
              (reward, std) ->
                  assertThat(std)
                      .isCloseTo(
                          expected.get("std").get(reward).get(index).doubleValue(),
                          within(Golden.TOLERANCE)));
      check(groups.get(g), expected.get("groups").get(g), c.get("keep").intValue());
    }
  }

  private static void check(Advantages.Group group, JsonNode expected, int keep) {
    Golden.doublesByName(expected.get("advantage_by_reward"))
        .forEach(
            (reward, values) ->
                close(
                    group.members().stream().mapToDouble(m -> m.byReward().get(reward)).toArray(),
                    values));
    close(group.advantage(), Golden.doubles(expected.get("advantage")));
    close(r(group), Golden.doubles(expected.get("r")));
    BestOfN.Selection selection = BestOfN.select(group.advantage(), keep);
    assertThat(ints(selection.worst())).containsExactly(Golden.ints(expected.get("worst")));
    assertThat(ints(selection.best())).containsExactly(Golden.ints(expected.get("best")));
  }

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void optimalityIsAProbabilityAndMonotoneInTheAdvantage(Normalisation mode) {
    Seeds.forEach(
        200,
        random -> {
          for (Advantages.Group group : new Advantages(mode, WEIGHTS, 2.0).of(rewards(random))) {
            double[] ascending =
                group.members().stream()
                    .sorted(Comparator.comparingDouble(Advantages.Member::advantage))
                    .mapToDouble(Advantages.Member::r)
                    .toArray();
            assertThat(ascending).isSorted();
            assertThat(ascending[0]).isNotNegative();
            assertThat(ascending[ascending.length - 1]).isLessThanOrEqualTo(1);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void constantRewardsGiveAHalf(Normalisation mode) {
    Map<String, double[]> group =
        Map.of("a", new double[] {0.1, 0.1, 0.1}, "b", new double[] {-0.7, -0.7, -0.7});
    assertThat(new Advantages(mode, WEIGHTS, 2.0).of(List.of(group, group)))
        .allSatisfy(g -> assertThat(r(g)).containsOnly(0.5));
  }

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void shiftingOrScalingARewardChangesNothing(Normalisation mode) {
    Seeds.forEach(
        200,
        random -> {
          List<Map<String, double[]>> rewards = rewards(random);
          double scale = random.nextDouble(0.1, 10);
          double shift = random.nextDouble(-5, 5);
          // A shift of single groups is invisible to SAMPLE only; one of all groups, to every mode.
          List<Map<String, double[]>> moved =
              rewards.stream().map(group -> moved(group, scale, shift)).toList();
          Advantages advantages = new Advantages(mode, WEIGHTS, 2.0);
          List<Advantages.Group> before = advantages.of(rewards);
          List<Advantages.Group> after = advantages.of(moved);
          for (int g = 0; g < before.size(); g++) {
            // eps_A = 1e-8 beside a deviation of at least about 0.01 is 1e-6 of it.
            assertThat(after.get(g).advantage())
                .containsExactly(before.get(g).advantage(), within(1e-5));
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void upstreamNormalisesTheSumOfTheRawRewardsByItsPopulationDeviation(Normalisation mode) {
    Seeds.forEach(
        200,
        random -> {
          List<Map<String, double[]>> rewards = rewards(random);
          List<double[]> sums = rewards.stream().map(AdvantagesTest::weightedSums).toList();
          List<Advantages.Group> groups =
              new Advantages(mode, Combination.SUM_THEN_NORMALISE, WEIGHTS, 5).of(rewards);
          for (int g = 0; g < groups.size(); g++) {
            double std = populationDeviation(mode, sums, g);
            double mean = Arrays.stream(sums.get(g)).average().orElseThrow();
            double[] expected =
                Arrays.stream(sums.get(g)).map(sum -> (sum - mean) / (std + 1e-4)).toArray();
            close(groups.get(g).advantage(), expected);
            close(
                r(groups.get(g)),
                Arrays.stream(expected)
                    .map(a -> Math.min(5, Math.max(-5, a)) / 10 + 0.5)
                    .toArray());
          }
        });
  }

  private static double[] weightedSums(Map<String, double[]> group) {
    return IntStream.range(0, group.get("a").length)
        .mapToDouble(i -> 2 * group.get("a")[i] + 0.25 * group.get("b")[i])
        .toArray();
  }

  private static double populationDeviation(Normalisation mode, List<double[]> sums, int group) {
    return switch (mode) {
      case SAMPLE -> populationDeviation(sums.get(group));
      case SAMPLE_MAX ->
          sums.stream().mapToDouble(AdvantagesTest::populationDeviation).max().orElseThrow();
      case GLOBAL -> populationDeviation(sums.stream().flatMapToDouble(Arrays::stream).toArray());
    };
  }

  private static double populationDeviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  @Test
  void constantSumsOfRewardsGiveAHalfUpstream() {
    Map<String, double[]> group = Map.of("a", new double[] {1, 1}, "b", new double[] {4, 4});
    Advantages upstream =
        new Advantages(Normalisation.SAMPLE, Combination.SUM_THEN_NORMALISE, WEIGHTS, 5);
    assertThat(r(upstream.of(List.of(group)).get(0))).containsOnly(0.5);
  }

  @Test
  void aSingleMemberHasNoAdvantage() {
    Map<String, double[]> one = Map.of("a", new double[] {3}, "b", new double[] {4});
    Map<String, double[]> two = Map.of("a", new double[] {1, 2}, "b", new double[] {1, 2});
    List<Advantages.Group> groups =
        new Advantages(Normalisation.GLOBAL, WEIGHTS, 2.0).of(List.of(one, two));
    assertThat(groups.get(0).advantage()).containsExactly(0.0);
    assertThat(r(groups.get(0))).containsExactly(0.5);
  }

  @Test
  void weightsThatSumToZeroAreRefused() {
    assertThatThrownBy(() -> new Advantages(Normalisation.GLOBAL, Map.of("a", 0.0, "b", 0.0), 2.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sum of the reward weights");
    assertThatThrownBy(() -> new Advantages(Normalisation.GLOBAL, WEIGHTS, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Map<String, double[]>> rewards(RandomGenerator random) {
    return IntStream.range(0, 1 + random.nextInt(5))
        .mapToObj(
            g -> {
              int members = 2 + random.nextInt(11);
              return Map.of("a", drawn(members, random), "b", drawn(members, random));
            })
        .toList();
  }

  private static double[] drawn(int members, RandomGenerator random) {
    return IntStream.range(0, members).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  private static Map<String, double[]> moved(
      Map<String, double[]> group, double scale, double shift) {
    Map<String, double[]> all = new TreeMap<>(group);
    all.computeIfPresent(
        "a",
        (reward, values) ->
            IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * scale + shift)
                .toArray());
    return all;
  }

  private static void close(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(Golden.TOLERANCE));
  }

  private static double[] r(Advantages.Group group) {
    return group.members().stream().mapToDouble(Advantages.Member::r).toArray();
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
