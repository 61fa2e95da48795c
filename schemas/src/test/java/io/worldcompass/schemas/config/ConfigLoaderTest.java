package io.worldcompass.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir private Path folder;

  @Test
  void theBuiltInValuesAreValid() {
    Config config = new ConfigLoader().load();
    assertThat(config.algorithm().groupSize()).isEqualTo(8);
    assertThat(config.groups().deadline()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.kafka().properties()).isEmpty();
  }

  @Test
  void laterLayersWinAndEveryValueKnowsItsOrigin() throws IOException {
    Path file = yaml("algorithm:\n  group-size: 10\n  keep: 6\nplanner:\n  max-staleness: 2\n");
    ConfigLoader loader =
        new ConfigLoader()
            .file(file)
            .environment(Map.of("WORLDCOMPASS_ALGORITHM__GROUP_SIZE", "12", "HOME", "/nowhere"))
            .flag("planner.max-staleness", "4");
    Config config = loader.load();
    assertThat(config.algorithm().groupSize()).isEqualTo(12);
    assertThat(config.algorithm().keep()).isEqualTo(6);
    assertThat(config.planner().maxStaleness()).isEqualTo(4);
    assertThat(loader.values().get("algorithm.keep").origin()).isEqualTo(file + ":3");
    assertThat(loader.values().get("algorithm.group-size").origin())
        .isEqualTo("environment WORLDCOMPASS_ALGORITHM__GROUP_SIZE");
    assertThat(loader.values().get("algorithm.clips").origin()).isEqualTo("built-in");
  }

  @Test
  void allProblemsAreReportedAtOnceWithLineAndNearestKey() throws IOException {
    Path file =
        yaml("algorithm:\n  grup-size: 3\n  keep: many\ntrainer:\n  beta: -1\nplaner:\n  x: 1\n");
    assertThatThrownBy(() -> new ConfigLoader().file(file).load())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            file + ":2: unknown key 'algorithm.grup-size'; did you mean 'algorithm.group-size'?")
        .hasMessageContaining(file + ":3: algorithm.keep: expected a number, got 'many'")
        .hasMessageContaining(file + ":5: trainer.beta: expected a number from")
        .hasMessageContaining(file + ":7: unknown key 'planer.x'");
  }

  @Test
  void rulesBetweenKeysAreChecked() {
    assertThatThrownBy(() -> new ConfigLoader().flag("algorithm.keep", "3").load())
        .hasMessageContaining("algorithm.keep: must be even");
    assertThatThrownBy(
            () ->
                new ConfigLoader()
                    .flag("algorithm.interaction-following-weight", "0")
                    .flag("algorithm.visual-quality-weight", "0")
                    .load())
        .hasMessageContaining("sum of the reward weights");
    assertThatThrownBy(() -> new ConfigLoader().flag("kafka.min-insync-replicas", "2").load())
        .hasMessageContaining("kafka.min-insync-replicas: must be at most kafka.replication");
  }

  @Test
  void clientPropertiesAreAnyKeyBelowTheirSection() throws IOException {
    Path file = yaml("kafka:\n  properties:\n    security.protocol: SSL\n");
    assertThat(new ConfigLoader().file(file).load().kafka().properties())
        .containsExactly(Map.entry("security.protocol", "SSL"));
  }

  @Test
  void aFileThatIsMissingOrNoYamlIsOneClearLine() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> new ConfigLoader().file(missing))
        .hasMessageStartingWith(missing + ": cannot be read");
    Path broken = yaml("a: [1\nb: 2");
    assertThatThrownBy(() -> new ConfigLoader().file(broken)).hasMessageContaining("not YAML");
  }

  @Test
  void everyKeyIsDocumented() {
    ConfigKeys.all()
        .forEach((key, leaf) -> assertThat(ConfigKeys.setting(key).doc()).as(key).isNotBlank());
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), text);
  }
}
