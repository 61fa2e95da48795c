package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.producers.game.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartingPosesTest {
  private static final int STEPS_PER_CLIP = 4;
  private final StartingPoses starts = new StartingPoses(new World(7), STEPS_PER_CLIP);

  @Test
  void theFirstClipsOfTheSampleHaveAFreeWay() throws BadLogException {
    List<Scenario> scenarios =
        Demos.scenarios(
            new GameplayLogs(Optional.empty(), ClipRules.DEFAULT), LogResource.samples().get(0));

    assertThat(scenarios)
        .allSatisfy(
            scenario ->
                assertThat(starts.freeSteps(starts.of(scenario), scenario.clips()))
                    .isGreaterThanOrEqualTo(4 * STEPS_PER_CLIP));
  }

  @Test
  void theSameScenarioStartsAtTheSamePlace() throws BadLogException {
    Scenario scenario =
        Demos.scenarios(
                new GameplayLogs(Optional.empty(), ClipRules.DEFAULT), LogResource.samples().get(0))
            .get(0);

    assertThat(starts.of(scenario)).isEqualTo(starts.of(scenario));
  }
}
