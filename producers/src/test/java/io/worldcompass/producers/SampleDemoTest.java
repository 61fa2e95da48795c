package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDemoTest {
  private static final Path DEMO = Path.of("src/test/resources/samples/freedoom1-demo3.lmp");
  private final GameplayLogs logs = new GameplayLogs(Optional.empty(), ClipRules.DEFAULT);
  private final List<String> problems = new ArrayList<>();

  private List<JsonNode> dryRun(GameplayLogs logs, LogInput... inputs) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScenarioSink sink = DryRun.json(new PrintStream(out, true, UTF_8));
    new Ingestion(logs, sink, problems::add).ingest(List.of(inputs));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @Test
  void theSampleGivesSixtyNineClipsInFiveScenariosAndDropsTheDeath() throws IOException {
    List<JsonNode> lines = dryRun(logs, new LogFile(DEMO));

    assertThat(lines)
        .extracting(line -> line.get("clips").size())
        .containsExactly(16, 16, 16, 16, 5);
    assertThat(lines.get(4).get("dropped").toString())
        .isEqualTo("[{\"first_tick\":1104,\"last_tick\":1119,\"reason\":\"death\"}]");
    assertThat(lines.get(4).get("source").toString())
        .isEqualTo(
            "{\"file\":\"freedoom1-demo3.lmp\",\"player\":0,\"first_tick\":1024,\"last_tick\":1103}");
  }

  @Test
  void withoutItsGhostTheSampleHasNoDeathToDrop(@TempDir Path folder) throws IOException {
    Path alone = Files.copy(DEMO, folder.resolve("renamed.lmp"));

    List<JsonNode> lines = dryRun(logs, new LogFile(alone));

    assertThat(lines)
        .extracting(line -> line.get("clips").size())
        .containsExactly(16, 16, 16, 16, 13);
    assertThat(lines).allMatch(line -> line.get("dropped").isEmpty());
  }

  @Test
  void aCopyUnderAnotherNameHasTheSameIdsForTheSamePlay(@TempDir Path folder) throws IOException {
    Path copy = Files.copy(DEMO, folder.resolve("renamed.lmp"));

    assertThat(dryRun(logs, new LogFile(copy)).subList(0, 4))
        .extracting(line -> line.get("scenario_id"))
        .isEqualTo(
            dryRun(logs, new LogFile(DEMO)).subList(0, 4).stream()
                .map(line -> line.get("scenario_id"))
                .toList());
  }

  @Test
  void otherClipsOfTheSamePlayAreOtherScenarios() throws IOException {
    GameplayLogs shorter =
        new GameplayLogs(Optional.of("doom-lmp"), ClipRules.DEFAULT.withTicksPerClip(4));

    assertThat(dryRun(shorter, new LogFile(DEMO)))
        .extracting(line -> line.get("scenario_id"))
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(
            dryRun(logs, new LogFile(DEMO)).stream().map(l -> l.get("scenario_id")).toList());
  }

  @Test
  void theBuiltInSampleIsTheSameRecording() throws IOException {
    LogInput builtIn = LogResource.samples().get(0);

    assertThat(dryRun(logs, builtIn)).isEqualTo(dryRun(logs, new LogFile(DEMO)));
  }

  @Test
  void aBadFileIsToldAboutAndTheOthersAreStillRead(@TempDir Path folder) throws IOException {
    Path cut = folder.resolve("cut.lmp");
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(DEMO), 999));
    Path foreign = Files.writeString(folder.resolve("notes.txt"), "not a demo");
    Path missing = folder.resolve("missing.lmp");

    List<JsonNode> lines =
        dryRun(
            logs,
            new LogFile(cut),
            new LogFile(foreign),
            new LogFile(missing),
            new LogFile(folder),
            new LogFile(DEMO));

    assertThat(lines).hasSize(5);
    assertThat(problems)
        .containsExactly(
            cut
                + ": byte 999: the file ends in tick 246, expected a command or the end marker 0x80; truncated?",
            foreign
                + ": not a known log; expected a Doom demo, whose first byte is 109 (v1.9) or 111"
                + " (longtics) (doom-lmp), or JSON lines with mouse and keyboard (vpt), or a JSON"
                + " object of frames with move_action and view_action, or a pose string like w-3"
                + " (worldplay), or JSON lines with frame and key (key-log)",
            missing + ": does not exist",
            folder + ": is a directory; name the recordings in it");
  }

  @Test
  void anUnknownFormatIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> new GameplayLogs(Optional.of("quake"), ClipRules.DEFAULT))
        .hasMessage("unknown format 'quake'; known: doom-lmp, vpt, worldplay, key-log");
  }
}
