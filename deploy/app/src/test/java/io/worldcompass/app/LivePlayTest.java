package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code local --live} does, with models that take no time. */
class LivePlayTest {
  private static final int ITERATIONS = 3;

  @TempDir private Path data;

  @Test
  @Timeout(110)
  void aModelIsTrainedOnPlayersWhoAreStillPlaying() {
    Config config = TinyRun.config(data);
    try (Deployment deployment = Deployment.startLocal(config)) {
      RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), ITERATIONS);
      LivePlay play = new LivePlay(deployment);
      List<Role> roles = new ArrayList<>(new Roles(deployment, new StubModels()).all(ITERATIONS));
      roles.addAll(play.roles());
      try (progress;
          RoleGroup group = new RoleGroup(roles)) {
        group.start();
        while (!progress.isFinished()) {
          progress.update(Duration.ofMillis(100));
          assertThat(group.failed()).isEmpty();
        }
        assertThat(group.failed()).as("the players still play").isEmpty();
      }
      List<PromptAction> scenarios = new ArrayList<>();
      TopicScan.each(
          deployment.clients(),
          deployment.topics().promptActions,
          (record, scenario) -> scenarios.add(scenario));
      assertThat(scenarios).isNotEmpty();
      assertThat(scenarios).extracting(PromptAction::getScenarioId).doesNotHaveDuplicates();
      assertThat(scenarios)
          .allSatisfy(s -> assertThat(s.getSource().getFormat()).isEqualTo("key-log"))
          .allSatisfy(s -> assertThat(s.getSource().getPlayerId()).matches("[0-9a-f]{16}"));
    }
  }
}
