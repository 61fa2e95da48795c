package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job with its real models, as small as it gets. */
class LocalRunTest {
  @TempDir private Path folder;

  @Test
  @Timeout(400)
  void theMainJobTrainsPublishesAndEvaluatesTheSameWeights() throws IOException {
    Config config = config();
    Path json = folder.resolve("result.json");
    try (StopSignal stop = new StopSignal()) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      assertThat(new LocalRun(config, stop, out, false).execute(false, json)).isTrue();
    }
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    assertThat(result.at("/policy_version").asInt()).isEqualTo(2);
    assertThat(result.at("/counts/tasks").asInt()).isEqualTo(4);
    assertThat(result.at("/counts/candidates").asInt()).isEqualTo(16);
    assertThat(result.at("/counts/scores").asInt()).isEqualTo(32);
    assertThat(result.at("/counts/groups_complete").asInt()).isEqualTo(4);
    assertThat(result.at("/counts/trained_samples").asInt()).isEqualTo(8);
    assertThat(result.at("/counts/dead_letters").asInt()).isZero();
    assertThat(result.at("/staleness/max").asInt()).isZero();
    assertThat(result.at("/trained/composite/joint").asDouble()).isBetween(0.0, 1.0);
    assertThat(Path.of(result.at("/contact_sheet").asText())).isNotEmptyFile();
    assertThat(Path.of(result.at("/animation").asText())).isNotEmptyFile();
    assertThat(result.at("/early_warning/best_version").asInt()).isBetween(0, 2);
    assertThat(result.at("/early_warning/versions_warned").asInt()).isZero();
    assertHashes(config, result);
    assertCompared(config);
  }

  /** The command compares what was trained with the base, and refuses what was not. */
  private void assertCompared(Config config) {
    String data = config.storage().data().toString();
    Outcome compared =
        Outcome.of(
                "evaluate",
                "--weights",
                "base,latest",
                "--suite",
                "basic",
                "--clips",
                "1",
                "--scenarios",
                "2",
                "--data",
                data)
            .succeeded();
    assertThat(compared.out()).contains("basic actions: base -> version 2", " -> ");
    assertThat(Path.of(data, "results/evaluation/animation-basic.gif")).isNotEmptyFile();
    assertThat(Outcome.of("evaluate", "--weights", "99", "--data", data).refused(1))
        .contains("weights '99' do not exist");
  }

  /** What the trainer published, what the worker loaded and what was evaluated is the same file. */
  private static void assertHashes(Config config, JsonNode result) {
    try (Deployment deployment = Deployment.open(config);
        WeightsLog log =
            new WeightsLog(deployment.topics().policyWeights, deployment.clients(), "test")
                .readToEnd()) {
      Set<String> loaded = new HashSet<>();
      TopicScan.each(
          deployment.clients(),
          deployment.topics().clipCandidates,
          (record, candidate) -> {
            WeightsManifest made = log.version(candidate.getPolicyVersion()).orElseThrow();
            assertThat(candidate.getPolicySha256()).isEqualTo(made.getPolicy().getSha256());
            loaded.add(candidate.getPolicySha256());
          });
      assertThat(loaded).hasSize(2);
      assertThat(log.all()).extracting(m -> m.getPolicy().getSha256()).doesNotHaveDuplicates();
      WeightsManifest last = log.latest().orElseThrow();
      assertThat(result.at("/evaluated_sha256").asText()).isEqualTo(last.getPolicy().getSha256());
      assertThat(deployment.blobs().contains(last.getPolicy().getSha256())).isTrue();
    }
  }

  private Config config() throws IOException {
    Map<String, String> tiny =
        Map.of(
            "storage.data", Files.createDirectory(folder.resolve("data")).toString(),
            "local.iterations", "2",
            "planner.max-staleness", "0",
            "algorithm.prefixes", "2",
            "algorithm.group-size", "4",
            "algorithm.keep", "2",
            "groups.quorum", "2",
            "local.simulated-scenarios", "20",
            "local.evaluation-scenarios", "2",
            "watch.every", "1");
    ConfigLoader loader = new ConfigLoader();
    tiny.forEach(loader::flag);
    return loader.load();
  }
}
