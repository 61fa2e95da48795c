package io.worldcompass.app.ablate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {
  private final Config method = new ConfigLoader().load();

  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetIsFoundByItsKeyAndMakesAValidConfiguration(Preset preset) {
    assertThat(Preset.of(preset.key())).isEqualTo(preset);
    assertThat(changed(preset).algorithm().clips()).isEqualTo(method.algorithm().clips());
  }

  @Test
  void theMethodChangesNothing() {
    assertThat(Preset.METHOD.settings(method)).isEmpty();
  }

  @Test
  void sampleLevelGeneratesAsManyClipsAsTheMethod() {
    Config.Algorithm changed = changed(Preset.SAMPLE_LEVEL).algorithm();
    assertThat(changed.prefixes() * changed.clips()).isEqualTo(method.algorithm().prefixes());
    assertThat(changed.firstClip()).isEqualTo(changed.clips());
  }

  @Test
  void allCandidatesKeepsTheWholeGroup() {
    Config.Algorithm changed = changed(Preset.ALL_CANDIDATES).algorithm();
    assertThat(changed.keep()).isEqualTo(changed.groupSize());
  }

  @Test
  void anUnknownPresetIsRefusedWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preset.of("magic"))
        .withMessageContaining("no preset 'magic'")
        .withMessageContaining("sample-level");
  }

  private Config changed(Preset preset) {
    ConfigLoader loader = new ConfigLoader();
    for (Map.Entry<String, String> setting : preset.settings(method).entrySet()) {
      loader.flag(setting.getKey(), setting.getValue());
    }
    return loader.load();
  }
}
