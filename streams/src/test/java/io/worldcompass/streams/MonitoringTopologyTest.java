package io.worldcompass.streams;

import static io.worldcompass.schemas.Rewards.INTERACTION_FOLLOWING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.worldcompass.schemas.avro.RewardSummary;
import io.worldcompass.schemas.avro.ScoredGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MonitoringTopologyTest {
  private static Harness monitoring() {
    return new Harness(
        Harness.config("monitoring.window", "10s"),
        (topics, config) -> new MonitoringTopology(topics, config).build());
  }

  private static void send(Harness monitoring, ScoredGroup group, Instant time) {
    monitoring.send(monitoring.topics.scoredGroups, "" + group.getIteration(), group, time);
  }

  private static RewardSummary last(Harness monitoring, String reward) {
    List<RewardSummary> all =
        monitoring.read(monitoring.topics.rewardSummaries).stream()
            .filter(summary -> summary.getReward().equals(reward))
            .toList();
    return all.get(all.size() - 1);
  }

  @Test
  void aWindowSummarisesAllCandidatesOfItsGroups() {
    try (Harness monitoring = monitoring()) {
      send(monitoring, Records.group(1, "a", 2, 0.1, 0.5), Harness.START);
      send(monitoring, Records.group(1, "b", 2, 0.9), Harness.START.plusSeconds(9));
      RewardSummary summary = last(monitoring, INTERACTION_FOLLOWING);
      assertThat(summary.getCount()).isEqualTo(3);
      assertThat(summary.getMean()).isCloseTo(0.5, within(1e-12));
      assertThat(summary.getSpread()).isCloseTo(0.4, within(1e-12));
      assertThat(summary.getMin()).isEqualTo(0.1);
      assertThat(summary.getMax()).isEqualTo(0.9);
      assertThat(summary.getActionClass()).isEqualTo("basic");
      assertThat(summary.getClipIndex()).isEqualTo(1);
      assertThat(summary.getWindowStart()).isEqualTo(Harness.START);
      assertThat(summary.getWindowEnd()).isEqualTo(Harness.START.plus(Duration.ofSeconds(10)));
    }
  }

  @Test
  void theNextWindowStartsFromNothing() {
    try (Harness monitoring = monitoring()) {
      send(monitoring, Records.group(1, "a", 1, 0.1, 0.5), Harness.START);
      send(monitoring, Records.group(2, "b", 1, 0.9), Harness.START.plusSeconds(10));
      RewardSummary summary = last(monitoring, INTERACTION_FOLLOWING);
      assertThat(summary.getCount()).isEqualTo(1);
      assertThat(summary.getSpread()).isZero();
    }
  }

  @Test
  void furtherMeasuresAreSummarisedToo() {
    try (Harness monitoring = monitoring()) {
      send(monitoring, Records.group(1, "a", 1, 0.2, 0.6), Harness.START);
      assertThat(last(monitoring, "interaction_following.joint").getMean())
          .isCloseTo(0.2, within(1e-12));
    }
  }

  @Test
  void groupsWithoutMembersAndWithoutValueChangeNothing() {
    try (Harness monitoring = monitoring()) {
      send(monitoring, Records.group(1, "a", 1), Harness.START);
      monitoring.sendBytes(monitoring.topics.scoredGroups, "1", null);
      assertThat(monitoring.read(monitoring.topics.rewardSummaries)).isEmpty();
      assertThat(monitoring.deadLetterMessages()).containsExactly("invalid: no value");
    }
  }

  @Test
  void mergingInAnyOrderAgreesWithTheDirectFormula() {
    Seeds.forEach(
        200,
        random -> {
          double[] values =
              IntStream.range(0, random.nextInt(2, 40))
                  .mapToDouble(i -> random.nextGaussian())
                  .toArray();
          RewardSummary merged =
              Arrays.stream(values)
                  .mapToObj(value -> Records.group(1, "p", 1, value))
                  .flatMap(group -> Summaries.of(group).stream())
                  .filter(entry -> entry.key.startsWith(INTERACTION_FOLLOWING + "/"))
                  .map(entry -> entry.value)
                  .reduce(
                      (a, b) ->
                          random.nextBoolean() ? Summaries.merge(a, b) : Summaries.merge(b, a))
                  .orElseThrow();
          double mean = Arrays.stream(values).average().orElseThrow();
          double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
          assertThat(merged.getMean()).isCloseTo(mean, within(1e-12));
          assertThat(merged.getSpread())
              .isCloseTo(Math.sqrt(squares / (values.length - 1)), within(1e-12));
        });
  }
}
