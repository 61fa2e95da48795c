package io.worldcompass.schemas.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The known keys, read off the records of {@link Config}. */
public final class ConfigKeys {
  private static final Map<String, RecordComponent> KEYS = collect();

  private ConfigKeys() {}

  /** Dotted key to its record component, in the order of declaration. */
  public static Map<String, RecordComponent> all() {
    return KEYS;
  }

  /** The setting of a known key. */
  public static Setting setting(String key) {
    return KEYS.get(key).getAnnotation(Setting.class);
  }

  /** The key itself, or the map-valued key that it is an entry of. */
  static Optional<String> known(String key) {
    if (KEYS.containsKey(key)) {
      return Optional.of(key);
    }
    return KEYS.keySet().stream()
        .filter(k -> KEYS.get(k).getType() == Map.class && key.startsWith(k + "."))
        .findFirst();
  }

  /** The known key that takes the fewest edits to reach. */
  static String nearest(String key) {
    return KEYS.keySet().stream()
        .min(Comparator.comparingInt((String known) -> edits(known, key)))
        .orElseThrow();
  }

  static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Map<String, RecordComponent> collect() {
    Map<String, RecordComponent> keys = new LinkedHashMap<>();
    for (RecordComponent section : Config.class.getRecordComponents()) {
      for (RecordComponent leaf : section.getType().getRecordComponents()) {
        keys.put(kebab(section.getName()) + "." + kebab(leaf.getName()), leaf);
      }
    }
    return java.util.Collections.unmodifiableMap(keys);
  }

  /** Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
