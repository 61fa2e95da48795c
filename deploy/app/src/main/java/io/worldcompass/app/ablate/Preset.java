package io.worldcompass.app.ablate;

import io.worldcompass.schemas.config.Config;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One side of the paper's comparisons: the method with one thing changed. */
public enum Preset {
  /**
   * The method: clip-level rollouts, both rewards, Best-of-N, half of the timesteps, curriculum.
   */
  METHOD("the method", Map.of()),
  /** A candidate is a whole sequence of clips; as many clips are generated as by the method. */
  SAMPLE_LEVEL("whole sequences as candidates", Map.of("algorithm.curriculum", "FIXED")),
  /** Only interaction following is rewarded. */
  FOLLOWING_ONLY("interaction following only", Map.of("algorithm.visual-quality-weight", "0")),
  /** Only visual quality is rewarded. */
  QUALITY_ONLY("visual quality only", Map.of("algorithm.interaction-following-weight", "0")),
  /** Every candidate is trained. */
  ALL_CANDIDATES("all candidates instead of Best-of-N", Map.of()),
  /** Every sampling step is trained. */
  ALL_TIMESTEPS("all timesteps instead of half", Map.of("algorithm.trained-fraction", "1")),
  /** Always the last clip of the horizon is trained. */
  FIXED_HORIZON("fixed horizon instead of curriculum", Map.of("algorithm.curriculum", "FIXED"));

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // every one is made by Map.of
  private final Map<String, String> settings;

  Preset(String title, Map<String, String> settings) {
    this.title = title;
    this.settings = settings;
  }

  /** What is changed, in words. */
  public String title() {
    return title;
  }

  /** The name on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The preset of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Preset of(String key) {
    return Arrays.stream(values())
        .filter(preset -> preset.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no preset '%s'; there are %s"
                        .formatted(key, Arrays.stream(values()).map(Preset::key).toList())));
  }

  /** The keys that differ from the configuration of the method. */
  public Map<String, String> settings(Config method) {
    Config.Algorithm algorithm = method.algorithm();
    Map<String, String> all = new TreeMap<>(settings);
    switch (this) {
      case ALL_CANDIDATES -> all.put("algorithm.keep", Integer.toString(algorithm.groupSize()));
      case FIXED_HORIZON -> all.put("algorithm.first-clip", Integer.toString(algorithm.clips()));
      case SAMPLE_LEVEL -> {
        all.put("algorithm.first-clip", Integer.toString(algorithm.clips()));
        int prefixes = Math.max(1, algorithm.prefixes() / algorithm.clips());
        all.put("algorithm.prefixes", Integer.toString(prefixes));
      }
      default -> {}
    }
    return all;
  }
}
