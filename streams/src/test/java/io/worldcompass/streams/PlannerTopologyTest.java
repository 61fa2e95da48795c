package io.worldcompass.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScenarioEnd;
import io.worldcompass.schemas.avro.ScenarioOutcome;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTopologyTest {
  private static final int FORWARD = 9;
  private static final int FORWARD_TURNING = 11;
  private static final int STILL = 0;

  private static Harness planner(Config config) {
    return planner(config, 1000);
  }

  private static Harness planner(Config config, int iterations) {
    return new Harness(config, (topics, c) -> new PlannerTopology(topics, c, iterations).build());
  }

  private static Config config(int staleness, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "algorithm.prefixes", 3,
                "planner.max-staleness", staleness,
                "planner.minimum-pool", 1,
                "algorithm.clips", 2));
    all.addAll(List.of(more));
    return Harness.config(all.toArray());
  }

  private static void ingest(Harness planner, PromptAction... scenarios) {
    for (PromptAction scenario : scenarios) {
      planner.send(planner.topics.promptActions, scenario.getScenarioId(), scenario);
    }
  }

  private static void publish(Harness planner, int version) {
    planner.send(planner.topics.policyWeights, "test/" + version, Records.manifest(version));
  }

  private static List<RolloutTask> tasks(Harness planner) {
    return planner.read(planner.topics.rolloutTasks);
  }

  private static PromptAction[] scenarios(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Records.scenario("s" + i, FORWARD, FORWARD_TURNING))
        .toArray(PromptAction[]::new);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void iterationJNeedsVersionJMinusOneMinusK(int staleness) {
    try (Harness planner = planner(config(staleness))) {
      ingest(planner, scenarios(5));
      assertThat(tasks(planner)).as("before any weights").isEmpty();
      for (int version = 0; version < 6; version++) {
        publish(planner, version);
        List<RolloutTask> tasks = tasks(planner);
        int first = version == 0 ? 1 : version + 1 + staleness;
        int last = version + 1 + staleness;
        assertThat(tasks.stream().map(RolloutTask::getIteration).distinct())
            .containsExactlyElementsOf(IntStream.rangeClosed(first, last).boxed().toList());
        assertThat(tasks).hasSize(3 * (last - first + 1));
        assertThat(tasks)
            .allSatisfy(
                task ->
                    assertThat(task.getLeastPolicyVersion())
                        .isEqualTo(Math.max(0, task.getIteration() - 1 - staleness)));
      }
    }
  }

  /** Spec S15: iteration j is trained at version j-1, so a sample's age is j-1 less its own. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void noSampleIsOlderThanKWhateverTheOrderOfEvents(int staleness) {
    Seeds.forEach(
        5,
        random -> {
          try (Harness planner = planner(config(staleness))) {
            int published = -1;
            int scenario = 0;
            int planned = 0;
            for (int event = 0; event < 60; event++) {
              switch (random.nextInt(4)) {
                case 0 -> ingest(planner, Records.scenario("s" + scenario++, FORWARD, FORWARD));
                case 1 -> publish(planner, random.nextInt(Math.max(1, published + 1)));
                case 2 -> publish(planner, ++published);
                default -> planner.advance(Duration.ofMillis(300));
              }
              for (RolloutTask task : tasks(planner)) {
                planned = Math.max(planned, task.getIteration());
                int age = task.getIteration() - 1 - task.getLeastPolicyVersion();
                assertThat(age).isBetween(0, staleness);
                assertThat(task.getLeastPolicyVersion())
                    .isLessThanOrEqualTo(Math.max(0, published));
              }
            }
            assertThat(planned).isLessThanOrEqualTo(Math.max(0, published) + 1 + staleness);
          }
        });
  }

  @Test
  void aRedeliveredManifestChangesNothing() {
    try (Harness planner = planner(config(1))) {
      ingest(planner, scenarios(5));
      publish(planner, 0);
      publish(planner, 1);
      assertThat(tasks(planner)).hasSize(9);
      publish(planner, 1);
      publish(planner, 0);
      planner.advance(Duration.ofSeconds(5));
      assertThat(tasks(planner)).isEmpty();
    }
  }

  @Test
  void aRestartGoesOnWhereItStopped() {
    try (Harness planner = planner(config(1))) {
      ingest(planner, scenarios(5));
      publish(planner, 0);
      assertThat(tasks(planner)).hasSize(6);
      planner.restart(Duration.ofSeconds(60));
      planner.advance(Duration.ofSeconds(10));
      publish(planner, 0);
      assertThat(tasks(planner)).isEmpty();
      publish(planner, 1);
      assertThat(tasks(planner)).hasSize(3).allMatch(task -> task.getIteration() == 3);
      ingest(planner, scenarios(5));
      assertThat(planner.deadLetterMessages())
          .hasSize(5)
          .allMatch(message -> message.startsWith("duplicate: "));
    }
  }

  @Test
  void stopsAfterTheLastIteration() {
    try (Harness planner = planner(config(1), 3)) {
      ingest(planner, scenarios(5));
      IntStream.range(0, 9).forEach(version -> publish(planner, version));
      assertThat(tasks(planner)).hasSize(9).allMatch(task -> task.getIteration() <= 3);
    }
  }

  @Test
  void drawsDistinctScenariosWhileThereAreEnough() {
    try (Harness planner = planner(config(0))) {
      ingest(planner, scenarios(5));
      IntStream.range(0, 6).forEach(version -> publish(planner, version));
      List<RolloutTask> all = tasks(planner);
      for (int iteration = 1; iteration <= 6; iteration++) {
        int j = iteration;
        assertThat(all.stream().filter(task -> task.getIteration() == j))
            .extracting(RolloutTask::getScenarioId)
            .hasSize(3)
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void repeatsScenariosUnderNewIdsAndSeedsWhenThereAreTooFew() {
    try (Harness planner = planner(config(0))) {
      ingest(planner, scenarios(2));
      publish(planner, 0);
      List<RolloutTask> tasks = tasks(planner);
      assertThat(tasks).extracting(RolloutTask::getScenarioId).containsOnly("s0", "s1").hasSize(3);
      assertThat(tasks).extracting(RolloutTask::getPrefixId).doesNotHaveDuplicates();
      assertThat(tasks).extracting(RolloutTask::getSeed).doesNotHaveDuplicates();
    }
  }

  @Test
  void theDrawDependsOnSeedIterationAndPoolOnly() {
    List<RolloutTask> first = new ArrayList<>();
    List<RolloutTask> second = new ArrayList<>();
    try (Harness a = planner(config(0));
        Harness b = planner(config(0))) {
      PromptAction[] scenarios = scenarios(9);
      ingest(a, scenarios);
      Collections.reverse(Arrays.asList(scenarios));
      ingest(b, scenarios);
      publish(a, 0);
      b.advance(Duration.ofSeconds(3));
      publish(b, 0);
      first.addAll(tasks(a));
      second.addAll(tasks(b));
    }
    assertThat(first).extracting(RolloutTask::getPrefixId).hasSize(3);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).getPrefixId()).isEqualTo(first.get(i).getPrefixId());
      assertThat(second.get(i).getSeed()).isEqualTo(first.get(i).getSeed());
    }
  }

  @Test
  void waitsForAScenarioLongEnoughForTheTargetClip() {
    try (Harness planner = planner(config(0))) {
      ingest(planner, Records.scenario("short", FORWARD));
      publish(planner, 0);
      publish(planner, 1);
      assertThat(tasks(planner)).hasSize(3).allMatch(task -> task.getClipIndex() == 1);
      planner.advance(Duration.ofSeconds(30));
      assertThat(tasks(planner)).isEmpty();
      ingest(planner, Records.scenario("long", FORWARD, STILL));
      assertThat(tasks(planner))
          .hasSize(3)
          .allSatisfy(
              task -> {
                assertThat(task.getScenarioId()).isEqualTo("long");
                assertThat(task.getClipIndex()).isEqualTo(2);
                assertThat(task.getClips()).extracting(ActionClip::getLabel).containsExactly(9, 0);
              });
    }
  }

  @Test
  void waitsForTheMinimumPoolButNotForEver() {
    try (Harness planner = planner(config(0, "planner.minimum-pool", 4))) {
      publish(planner, 0);
      ingest(planner, scenarios(3));
      assertThat(tasks(planner)).isEmpty();
      planner.advance(Duration.ofSeconds(5));
      assertThat(tasks(planner)).hasSize(3);
    }
  }

  @Test
  void thePoolIsBoundedAndTheOldestLeaves() {
    try (Harness planner = planner(config(0, "planner.pool-size", 4))) {
      ingest(planner, scenarios(50));
      assertThat(planner.entries(Pacing.POOL)).isEqualTo(4);
      IntStream.range(0, 20).forEach(version -> publish(planner, version));
      assertThat(tasks(planner))
          .extracting(RolloutTask::getScenarioId)
          .containsOnly("s46", "s47", "s48", "s49");
    }
  }

  @Test
  void everyScenarioThatLeavesThePoolIsRecordedOnceWithItsReason() {
    try (Harness planner =
        planner(config(0, "planner.pool-size", 4, "planner.pool-balance", "NONE"))) {
      ingest(planner, scenarios(4));
      publish(planner, 0);
      List<String> drawn = tasks(planner).stream().map(RolloutTask::getScenarioId).toList();
      for (int i = 4; i < 10; i++) {
        ingest(planner, Records.scenario("s" + i, FORWARD));
      }
      List<ScenarioOutcome> outcomes = planner.read(planner.topics.scenarioOutcomes);
      assertThat(outcomes)
          .extracting(ScenarioOutcome::getScenarioId)
          .containsExactly("s0", "s1", "s2", "s3", "s4", "s5");
      assertThat(outcomes)
          .allSatisfy(
              outcome -> {
                boolean used = drawn.contains(outcome.getScenarioId());
                assertThat(outcome.getOutcome())
                    .isEqualTo(used ? ScenarioEnd.RETIRED : ScenarioEnd.FILTERED);
                assertThat(outcome.getReason()).contains("pool");
                assertThat(outcome.getIteration()).isEqualTo(2);
              });
    }
  }

  @Test
  void aFloodOfOneKindDoesNotPushTheOthersOut() {
    try (Harness planner = planner(config(0, "planner.pool-size", 8))) {
      ingest(planner, Records.scenario("turning", FORWARD_TURNING));
      ingest(planner, Records.scenario("still", STILL));
      ingest(planner, by("rare", Records.scenario("other", FORWARD)));
      for (int i = 0; i < 50; i++) {
        ingest(planner, by("crowd", Records.scenario("flood" + i, FORWARD)));
      }
      assertThat(planner.entries(Pacing.POOL)).isEqualTo(8);
      List<ScenarioOutcome> left = planner.read(planner.topics.scenarioOutcomes);
      assertThat(left).hasSize(45);
      assertThat(left)
          .extracting(ScenarioOutcome::getScenarioId)
          .containsExactlyElementsOf(IntStream.range(0, 45).mapToObj(i -> "flood" + i).toList());
      assertThat(left)
          .allSatisfy(
              outcome -> {
                assertThat(outcome.getOutcome()).isEqualTo(ScenarioEnd.FILTERED);
                assertThat(outcome.getReason()).matches("never drawn; .* with basic actions .*");
              });
    }
  }

  @Test
  void aScenarioThatIsTooOldExpires() {
    try (Harness planner = planner(config(0, "planner.max-age", "1m"))) {
      ingest(planner, scenarios(2));
      planner.advance(Duration.ofSeconds(59));
      assertThat(planner.read(planner.topics.scenarioOutcomes)).isEmpty();
      planner.advance(Duration.ofSeconds(2));
      assertThat(planner.read(planner.topics.scenarioOutcomes))
          .hasSize(2)
          .allSatisfy(o -> assertThat(o.getOutcome()).isEqualTo(ScenarioEnd.EXPIRED));
      assertThat(planner.entries(Pacing.POOL)).isZero();
    }
  }

  @Test
  void aScenarioThatWasDrawnOftenEnoughRetires() {
    try (Harness planner = planner(config(0, "planner.max-draws", "1"))) {
      ingest(planner, scenarios(5));
      publish(planner, 0);
      List<String> drawn = tasks(planner).stream().map(RolloutTask::getScenarioId).toList();
      assertThat(planner.read(planner.topics.scenarioOutcomes))
          .allSatisfy(o -> assertThat(o.getOutcome()).isEqualTo(ScenarioEnd.RETIRED))
          .extracting(ScenarioOutcome::getScenarioId)
          .containsExactlyElementsOf(drawn);
    }
  }

  @Test
  void thePoolIsBalancedStillAfterARestart() {
    try (Harness planner = planner(config(0, "planner.pool-size", 4))) {
      ingest(planner, Records.scenario("turning", FORWARD_TURNING));
      ingest(planner, scenarios(0));
      planner.restart(Duration.ofSeconds(60));
      for (int i = 0; i < 9; i++) {
        ingest(planner, Records.scenario("flood" + i, FORWARD));
      }
      assertThat(planner.read(planner.topics.scenarioOutcomes))
          .extracting(ScenarioOutcome::getScenarioId)
          .containsExactly("flood0", "flood1", "flood2", "flood3", "flood4", "flood5");
    }
  }

  private static PromptAction by(String player, PromptAction scenario) {
    scenario.getSource().setPlayerId(player);
    return scenario;
  }

  /** A rollback publishes a version that no iteration made: versions run ahead of iterations. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void aRollbackAdvancesNoIterationAndRaisesTheLeastVersion(int staleness) {
    try (Harness planner = planner(config(staleness))) {
      ingest(planner, scenarios(5));
      IntStream.rangeClosed(0, 6).forEach(version -> publish(planner, version));
      tasks(planner);
      WeightsManifest rollback = Records.manifest(7);
      rollback.setIteration(6);
      rollback.setParent(3);
      planner.send(planner.topics.policyWeights, "test/7", rollback);
      assertThat(tasks(planner)).as("no iteration was trained").isEmpty();
      WeightsManifest trained = Records.manifest(8);
      trained.setIteration(7);
      planner.send(planner.topics.policyWeights, "test/8", trained);
      assertThat(tasks(planner))
          .hasSize(3)
          .allSatisfy(
              task -> {
                assertThat(task.getIteration()).isEqualTo(8 + staleness);
                // Trained on top of version 8 + K, which may be K ahead of it.
                assertThat(task.getLeastPolicyVersion()).isEqualTo(8);
              });
    }
  }

  @Test
  void aBalancedShareOfEveryActionClassIsDrawn() {
    try (Harness planner = planner(config(0, "algorithm.prefixes", 12))) {
      for (int i = 0; i < 30; i++) {
        ingest(
            planner,
            Records.scenario("still" + i, STILL),
            Records.scenario("basic" + i, FORWARD),
            Records.scenario("composite" + i, FORWARD_TURNING));
      }
      publish(planner, 0);
      assertThat(
              tasks(planner).stream()
                  .map(task -> Action.ofLabel(task.getClips().get(0).getLabel()).actionClass()))
          .filteredOn("composite"::equals)
          .hasSize(8);
    }
  }

  @Test
  void scenariosWithUnknownActionsOrNoClipsBecomeDeadLetters() {
    try (Harness planner = planner(config(0))) {
      ingest(planner, Records.scenario("bad", 81), Records.scenario("empty"));
      planner.send(planner.topics.promptActions, "other", Records.scenario("mine", FORWARD));
      planner.sendBytes(planner.topics.promptActions, "poison", new byte[] {1, 2, 3});
      planner.sendBytes(planner.topics.promptActions, "nothing", null);
      publish(planner, 0);
      assertThat(tasks(planner)).isEmpty();
      List<TestRecord<byte[], byte[]>> letters = planner.deadLetters();
      assertThat(letters).hasSize(5);
      assertThat(Harness.header(letters.get(0), "__streams.errors.message"))
          .startsWith("invalid: scenario bad has an unknown action");
      assertThat(Harness.header(letters.get(0), "__streams.errors.topic"))
          .isEqualTo("test.prompt-actions");
      assertThat(Harness.header(letters.get(1), "__streams.errors.message"))
          .isEqualTo("invalid: scenario empty has no clips");
      assertThat(letters.get(3).value()).containsExactly(1, 2, 3);
    }
  }
}
