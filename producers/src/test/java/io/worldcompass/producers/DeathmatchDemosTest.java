package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Recorded play of several people: a demo of three players that ships with FreeDM, and two of one
 * player. What is expected was counted by a script that shares nothing with this program.
 */
class DeathmatchDemosTest {
  private static final Path SAMPLES = Path.of("src/test/resources/samples");
  private static final String DEATHMATCH = "freedm-demo3.lmp";

  private final List<String> problems = new ArrayList<>();

  private List<Scenario> scenarios() throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    List<LogInput> demos =
        LogDirectory.recordings(SAMPLES, problems::add).stream()
            .filter(input -> input.name().endsWith(".lmp"))
            .toList();
    GameplayLogs logs = new GameplayLogs(Optional.empty(), ClipRules.DEFAULT);
    new Ingestion(logs, scenarios::add, problems::add).ingest(demos);
    return scenarios;
  }

  @ParameterizedTest
  @CsvSource({
    "freedm-demo3.lmp,    0, 24, 142,  8,  531.0, 340.0,  315.0",
    "freedm-demo3.lmp,    1, 37, 130,  7, 1341.0, -35.4,  774.84375",
    "freedm-demo3.lmp,    2, 30, 137,  7, 1059.0, -169.0, -105.46875",
    "freedoom2-demo1.lmp, 0, 29,  42, 17,  455.0, -4.0,   1025.15625"
  })
  void everyPlayersClipsAreHisOwn(
      String file,
      int player,
      int basic,
      int composite,
      int still,
      double forward,
      double side,
      double yaw)
      throws IOException {
    List<Clip> clips =
        scenarios().stream()
            .filter(s -> s.source().file().equals(file) && s.source().player() == player)
            .flatMap(s -> s.clips().stream())
            .toList();

    assertThat(clips).hasSize(basic + composite + still);
    assertThat(clips).filteredOn(c -> c.action().isBasic()).hasSize(basic);
    assertThat(clips).filteredOn(c -> c.action().isComposite()).hasSize(composite);
    assertThat(clips.stream().mapToDouble(c -> c.sums().forward()).sum())
        .isCloseTo(forward, within(1e-6));
    assertThat(clips.stream().mapToDouble(c -> c.sums().side()).sum())
        .isCloseTo(side, within(1e-6));
    assertThat(clips.stream().mapToDouble(c -> c.sums().yawDegrees()).sum())
        .isCloseTo(yaw, within(1e-6));
  }

  @Test
  void theScenariosOfAllDemosAndPlayersAreDifferentOnes() throws IOException {
    List<Scenario> scenarios = scenarios();

    assertThat(scenarios).extracting(Scenario::id).doesNotHaveDuplicates();
    assertThat(scenarios)
        .filteredOn(s -> s.source().file().equals(DEATHMATCH))
        .as("eleven for each of three players")
        .hasSize(33);
    assertThat(problems).isEmpty();
  }
}
