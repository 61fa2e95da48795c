package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with the shipped models, which needs no broker for the base. */
class EvaluateCommandTest {
  @TempDir private Path folder;

  @Test
  void oneHorizonOfOneModelHasTheShapeOfTheContract() throws IOException {
    Outcome outcome = evaluate("--suite", "composite", "--clips", "2");

    JsonNode json = new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    assertThat(json.get("weights").asText()).isEqualTo("base");
    assertThat(json.get("clips").asInt()).isEqualTo(2);
    assertThat(json.get("scenarios").asInt()).isEqualTo(2);
    assertThat(json.get("suites").fieldNames()).toIterable().containsExactly("composite");
    JsonNode composite = json.at("/suites/composite");
    assertThat(composite.get("joint").asDouble()).isBetween(0.0, 1.0);
    assertThat(composite.get("fine").asDouble()).isBetween(0.0, 1.0);
    assertThat(composite.get("visual_quality").asDouble()).isNegative();
    assertThat(composite.get("standard_error").asDouble()).isNotNegative();
    assertThat(composite.get("render_error").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.at("/judge/name").asText()).isNotBlank();
    assertThat(json.at("/judge/joint_on_real_clips").asDouble()).isBetween(0.0, 1.0);
    assertThat(outcome.out()).contains("composite actions: base", "joint IF, %", "2 clips");
    assertThat(folder.resolve("pictures/contact-sheet-composite.png")).isNotEmptyFile();
    assertThat(folder.resolve("pictures/animation-composite.gif")).isNotEmptyFile();
  }

  @Test
  void everyHorizonIsARowAndRecordedPlayASuite() throws IOException {
    Outcome outcome = evaluate("--suite", "recorded", "--clips", "5,1");

    JsonNode all = new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    List<Integer> clips = new ArrayList<>();
    all.get("evaluations").forEach(each -> clips.add(each.get("clips").asInt()));
    assertThat(clips).containsExactly(1, 5);
    assertThat(all.at("/evaluations/1/suites/recorded/joint_by_clip")).hasSize(5);
    assertThat(all.at("/evaluations/1/play/recorded/unseen_sequences").asDouble()).isEqualTo(1);
    assertThat(outcome.out().lines())
        .anyMatch(line -> line.startsWith("1 clip "))
        .anyMatch(line -> line.startsWith("5 clips *"));
    assertThat(outcome.out()).contains("* past the 4 clips that are trained");
  }

  private Outcome evaluate(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", "--weights", "base", "--scenarios", "2"));
    arguments.addAll(Arrays.asList(options));
    arguments.addAll(List.of("--json", folder.resolve("result.json").toString()));
    arguments.addAll(List.of("--pictures", folder.resolve("pictures").toString()));
    return Outcome.of(arguments.toArray(String[]::new)).succeeded();
  }
}
