package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.worldcompass.gpu.reward.BuiltInWeights;
import io.worldcompass.producers.LogResource;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.TensorFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Command lines that need no broker. */
class CommandLineTest {
  private static final int USAGE = 2;
  private static final String DEMO = "freedoom1-demo3.lmp";
  private static final String GHOST = "freedoom1-demo3.gst";

  @TempDir private Path folder;

  static Stream<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    collect(new CommandLine(new Main()), List.of(), all);
    return all.stream();
  }

  private static void collect(
      CommandLine command, List<String> name, List<List<String>> collected) {
    command
        .getSubcommands()
        .forEach(
            (word, sub) -> {
              if (!word.equals("help")) {
                List<String> words = Stream.concat(name.stream(), Stream.of(word)).toList();
                collected.add(words);
                collect(sub, words, collected);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfWithAnExample(List<String> words) {
    String[] help = Stream.concat(words.stream(), Stream.of("--help")).toArray(String[]::new);

    Outcome outcome = Outcome.of(help).succeeded();

    assertThat(outcome.out())
        .startsWith("Usage: worldcompass " + String.join(" ", words))
        .contains("Example:  ./worldcompass " + String.join(" ", words));
  }

  @Test
  void theProgramExplainsItself() {
    assertThat(Outcome.of("--help").succeeded().out()).contains("./worldcompass local");
    assertThat(Outcome.of("--version").succeeded().out()).startsWith("WorldCompass Streams ");
  }

  @Test
  void anUnknownOptionIsRefusedWithTheNearestOne() {
    assertThat(Outcome.of("local", "--iteration", "3").refused(USAGE))
        .contains("--iteration", "did you mean --iterations?", "./worldcompass local --help");
  }

  @Test
  void anUnknownCommandIsRefused() {
    assertThat(Outcome.of("weihgts").refused(USAGE)).contains("weihgts", "weights");
    assertThat(Outcome.of().refused(USAGE)).contains("name a command", "./worldcompass --help");
    assertThat(Outcome.of("weights").refused(USAGE)).contains("./worldcompass weights --help");
  }

  @Test
  void aMissingOrBadValueIsRefused() {
    assertThat(Outcome.of("evaluate").refused(USAGE)).contains("--weights");
    assertThat(Outcome.of("evaluate", "--weights", "base", "--clips", "x").refused(USAGE))
        .contains("--clips", "'x'");
  }

  @Test
  void theUnknownKeysOfAFileAreAllToldWithTheirLinesAndTheNearestKeys() throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, "algorithm:\n  group-sise: 12\n  prefixes: 3\ntrainer:\n  betta: 1\n");

    Outcome outcome = Outcome.of("config", "check", "--config", file.toString());

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines())
        .containsExactly(
            "worldcompass: "
                + file
                + ":2: unknown key 'algorithm.group-sise'; did you mean 'algorithm.group-size'?",
            file + ":5: unknown key 'trainer.betta'; did you mean 'trainer.beta'?");
  }

  @Test
  void aConfigurationFileThatDoesNotExistIsRefused() {
    String file = folder.resolve("none.yaml").toString();

    assertThat(Outcome.of("config", "check", "--config", file).refused(1))
        .contains(file, "--config");
  }

  @Test
  void thePresetOfDiffusionNftIsValidBesideTheLocalOne() {
    assertThat(
            Outcome.of(
                    "config",
                    "show",
                    "--config",
                    "../../configs/local.yaml",
                    "--config",
                    "../../configs/upstream.yaml")
                .succeeded()
                .out())
        .containsPattern("trainer.loss +UPSTREAM")
        .containsPattern("algorithm.combination +SUM_THEN_NORMALISE");
  }

  @Test
  void configCheckSaysThatAllIsWell() throws IOException {
    assertThat(Outcome.of("config", "check").succeeded().out())
        .isEqualToIgnoringNewLines("configuration is valid");
  }

  @Test
  void configShowTellsWhereEveryValueCameFrom() throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, "algorithm:\n  group-size: 12\n");

    List<String> lines =
        Outcome.of(
                "config",
                "show",
                "--config",
                file.toString(),
                "--set",
                "algorithm.keep=6",
                "--run",
                "mine")
            .succeeded()
            .out()
            .lines()
            .toList();

    assertThat(lines)
        .anyMatch(line -> line.matches("algorithm\\.prefixes +12 +built-in"))
        .anyMatch(line -> line.matches("algorithm\\.group-size +12 +.*/run\\.yaml:2"))
        .anyMatch(line -> line.matches("algorithm\\.keep +6 +flag --set algorithm\\.keep"))
        .anyMatch(line -> line.matches("run\\.name +mine +flag --run"));
  }

  @Test
  void aDryRunGivesTheScenariosOfTheContract() throws IOException {
    copy(GHOST);
    Path demo = copy(DEMO);

    List<JsonNode> scenarios =
        Outcome.of("produce", "--dry-run", "--json", demo.toString()).succeeded().json();

    assertThat(scenarios).hasSize(5);
    assertThat(scenarios).allSatisfy(CommandLineTest::assertShape);
    assertThat(clips(scenarios)).isEqualTo(69);
    assertThat(scenarios.get(4).get("dropped"))
        .hasToString("[{\"first_tick\":1104,\"last_tick\":1119,\"reason\":\"death\"}]");
  }

  @Test
  void aDemoWithoutItsGhostHasNoDeathsToDrop() throws IOException {
    Path demo = copy(DEMO);

    List<JsonNode> scenarios =
        Outcome.of("produce", "--format", "doom-lmp", "--dry-run", "--json", demo.toString())
            .succeeded()
            .json();

    assertThat(scenarios).hasSize(5);
    assertThat(clips(scenarios)).isEqualTo(77);
  }

  private static void assertShape(JsonNode scenario) {
    assertThat(scenario.fieldNames())
        .toIterable()
        .containsExactly("scenario_id", "source", "prompt", "clips", "dropped");
    assertThat(scenario.get("source").fieldNames())
        .toIterable()
        .containsExactly("file", "player", "first_tick", "last_tick");
    for (JsonNode clip : scenario.get("clips")) {
      assertThat(clip.fieldNames())
          .toIterable()
          .containsExactly(
              "first_tick", "last_tick", "translation", "rotation", "label", "labels", "sums");
      assertThat(clip.get("label").asInt())
          .isEqualTo(9 * clip.get("translation").asInt() + clip.get("rotation").asInt());
      assertThat(clip.get("labels")).containsExactly(clip.get("label"));
      assertThat(clip.get("last_tick").asInt()).isEqualTo(clip.get("first_tick").asInt() + 15);
      assertThat(clip.get("sums").fieldNames())
          .toIterable()
          .containsExactly("forward", "side", "yaw_degrees", "pitch_degrees");
    }
  }

  private static int clips(List<JsonNode> scenarios) {
    return scenarios.stream().mapToInt(scenario -> scenario.get("clips").size()).sum();
  }

  @Test
  void aTruncatedDemoIsNamedAndGivesNothing() throws IOException {
    Path demo = copy(DEMO);
    Files.write(demo, Arrays.copyOf(Files.readAllBytes(demo), 999));

    assertThat(Outcome.of("produce", "--dry-run", "--json", demo.toString()).refused(1))
        .contains(demo.toString(), "truncated");
  }

  @Test
  void aDemoThatDoesNotExistIsNamed() {
    Path demo = folder.resolve("none.lmp");

    assertThat(Outcome.of("produce", "--dry-run", "--json", demo.toString()).refused(1))
        .contains(demo.toString(), "does not exist");
  }

  @Test
  void anUnknownFormatIsRefusedWithTheKnownOnes() throws IOException {
    Path demo = copy(DEMO);

    assertThat(Outcome.of("produce", "--format", "quake", "--dry-run", demo.toString()).refused(1))
        .contains("quake", "doom-lmp", "vpt", "worldplay", "key-log");
  }

  @Test
  void renderingTakesFinishedFilesAndItsOptionsGoWithIt() {
    assertThat(Outcome.of("produce", "--render", "--follow", "demos").refused(2))
        .contains("--render takes finished demos");
    assertThat(Outcome.of("produce", "--render", "-").refused(2)).contains("not standard input");
    assertThat(Outcome.of("produce", "--iwad", "freedm", "demo.lmp").refused(2))
        .contains("--iwad and --keep go with --render");
  }

  @Test
  void pretrainingOnADirectoryWithoutFramesSaysWhatIsExpected() throws IOException {
    String out = folder.resolve("base.safetensors").toString();
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(Outcome.of("pretrain", "--recording", "nowhere", "--out", out).refused(1))
        .contains("nowhere is no directory");
    assertThat(Outcome.of("pretrain", "--recording", empty.toString(), "--out", out).refused(1))
        .contains("holds no log with frames", "48x48", "produce --render");
    assertThat(folder.resolve("base.safetensors")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tap training-batches",
        "weights list",
        "weights show 1",
        "topics check",
        "topics list",
        "train",
        "evaluate --weights latest",
        "evaluate --weights base,7",
      })
  void aDataDirectoryThatDoesNotExistIsNamedAndNotMade(String command) {
    Path data = folder.resolve("nowhere");

    String line = Outcome.of((command + " --data " + data).split(" ", -1)).refused(1);

    assertThat(line).contains(data.toString(), "does not exist", "./worldcompass local");
    assertThat(data).doesNotExist();
  }

  @Test
  void brokerAndRegistryAreNamedTogether() {
    assertThat(Outcome.of("topics", "list", "--bootstrap-servers", "localhost:1").refused(1))
        .contains("kafka.schema-registry");
  }

  @Test
  void aJudgeThatIsTheRewardModelOrNoModelIsRefused() throws IOException {
    Path reward = folder.resolve("reward.safetensors");
    TensorFile weights = BuiltInWeights.REWARD_MOTION.read();
    Safetensors.write(
        reward, weights.names().stream().map(weights::tensor).toList(), weights.metadata());
    assertThat(evaluatedBy(reward)).contains("--judge", "a model cannot judge itself");

    Path text = Files.writeString(folder.resolve("text"), "no tensors");
    assertThat(evaluatedBy(text)).contains("--judge " + text, "no motion network");
    assertThat(evaluatedBy(folder.resolve("none"))).contains("--judge", "none");
  }

  private static String evaluatedBy(Path judge) {
    return Outcome.of("evaluate", "--weights", "base", "--judge", judge.toString()).refused(1);
  }

  @Test
  void aRecordingThatIsNoneIsRefusedBeforeAnythingIsEvaluated() throws IOException {
    Path text = Files.writeString(folder.resolve("play"), "no play");
    assertThat(
            Outcome.of("evaluate", "--weights", "base", "--recording", text.toString()).refused(1))
        .contains(text.toString(), "not a known log");
  }

  @Test
  void evaluationsThatMakeNoSenseAreRefused() {
    assertThat(Outcome.of("evaluate", "--weights", "base", "--clips", "0").refused(1))
        .contains("--clips must be 1 to 64", "0");
    assertThat(Outcome.of("evaluate", "--weights", "base", "--clips", "4,0").refused(1))
        .contains("--clips must be 1 to 64", "4,0");
    assertThat(Outcome.of("evaluate", "--weights", "base,latest,3").refused(1))
        .contains("--weights compares at most 2");
    assertThat(Outcome.of("evaluate", "--weights", "base,base").refused(1)).contains("different");
    assertThat(Outcome.of("evaluate", "--weights", "base", "--scenarios", "1").refused(1))
        .contains("--scenarios at least 2");
    assertThat(
            Outcome.of("evaluate", "--weights", "base", "--set", "reward.visual-quality=CAPTION")
                .refused(1))
        .contains("CAPTION", "reads no prompts");
    assertThat(Outcome.of("evaluate", "--weights", "nonsense").refused(1))
        .contains("--weights takes base, latest or a version, got 'nonsense'");
    assertThat(Outcome.of("evaluate", "--weights", "base", "--suite", "hard").refused(1))
        .contains("basic, composite, recorded or all");
  }

  @Test
  void aTapTellsWhatItsOptionsTake() {
    assertThat(Outcome.of("tap", "clip-scores", "--from", "yesterday").refused(1))
        .contains("--from takes", "'yesterday'");
    assertThat(Outcome.of("tap", "clip-scores", "--count", "0").refused(1))
        .contains("--count must be at least 1");
  }

  @Test
  void aRewardThatNobodyGivesIsRefused() {
    assertThat(Outcome.of("reward", "--only", "beauty").refused(USAGE))
        .contains("--only takes interaction_following or visual_quality", "'beauty'");
  }

  private Path copy(String sample) throws IOException {
    Path copy = folder.resolve(sample);
    try (InputStream in = LogResource.class.getResourceAsStream("/samples/" + sample)) {
      Files.copy(in, copy);
    }
    return copy;
  }
}
