package io.worldcompass.schemas.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds a {@link Config} from layers, later ones winning: built-in values, YAML files in the order
 * given, environment variables ({@code WORLDCOMPASS_ALGORITHM__GROUP_SIZE}), flags. Unknown keys,
 * ill-typed and out-of-range values are all reported at once.
 */
public final class ConfigLoader {
  private static final String ENVIRONMENT_PREFIX = "WORLDCOMPASS_";

  private final Map<String, ConfigValue> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  public ConfigLoader() {
    ConfigKeys.all()
        .forEach(
            (key, leaf) -> {
              if (leaf.getType() != Map.class) {
                values.put(key, new ConfigValue(ConfigKeys.setting(key).value(), "built-in"));
              }
            });
  }

  /** Adds a YAML file; its unknown keys are all reported by {@link #load}, each with its line. */
  public ConfigLoader file(Path file) {
    YamlFile.read(file).forEach(this::put);
    return this;
  }

  /** Adds the variables that start with WORLDCOMPASS_; a double underscore ends the section. */
  public ConfigLoader environment(Map<String, String> environment) {
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (name.startsWith(ENVIRONMENT_PREFIX) && name.contains("__")) {
                put(environmentKey(name), new ConfigValue(text, "environment " + name));
              }
            });
    return this;
  }

  /** Adds {@code key=value} flags. */
  public ConfigLoader flag(String key, String text) {
    put(key, new ConfigValue(text, "flag --set " + key));
    return this;
  }

  /** Adds a value that a named option of the command line stands for. */
  public ConfigLoader option(String key, String text, String option) {
    put(key, new ConfigValue(text, "flag " + option));
    return this;
  }

  /** Every key with its value and where it came from, in the order of declaration. */
  public Map<String, ConfigValue> values() {
    return java.util.Collections.unmodifiableMap(values);
  }

  /**
   * The typed configuration.
   *
   * @throws ConfigException naming every unknown key and every bad value, each with its origin
   */
  public Config load() {
    Map<String, Object> parsed = new LinkedHashMap<>();
    for (Map.Entry<String, RecordComponent> entry : ConfigKeys.all().entrySet()) {
      parsed.put(entry.getKey(), parse(entry.getKey(), entry.getValue()));
    }
    if (problems.isEmpty()) {
      problems.addAll(ConfigRules.violations(parsed));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return construct(parsed);
  }

  private void put(String key, ConfigValue value) {
    if (ConfigKeys.known(key).isPresent()) {
      values.put(key, value);
    } else {
      problems.add(
          value.origin()
              + ": unknown key '"
              + key
              + "'; did you mean '"
              + ConfigKeys.nearest(key)
              + "'?");
    }
  }

  private Object parse(String key, RecordComponent leaf) {
    if (leaf.getType() == Map.class) {
      return entriesOf(key);
    }
    ConfigValue value = values.get(key);
    try {
      return ValueParser.parse(leaf.getType(), leaf.getAnnotation(Setting.class), value.text());
    } catch (IllegalArgumentException | ArithmeticException e) {
      problems.add(
          value.origin() + ": " + key + ": " + e.getMessage() + ", got '" + value.text() + "'");
      return null;
    }
  }

  private Map<String, String> entriesOf(String key) {
    Map<String, String> entries = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(key + ".")) {
            entries.put(name.substring(key.length() + 1), value.text());
          }
        });
    return Map.copyOf(entries);
  }

  private static String environmentKey(String name) {
    return name.substring(ENVIRONMENT_PREFIX.length())
        .toLowerCase(Locale.ROOT)
        .replace("__", ".")
        .replace('_', '-');
  }

  private static Config construct(Map<String, Object> parsed) {
    List<Object> sections = new ArrayList<>();
    for (RecordComponent section : Config.class.getRecordComponents()) {
      String prefix = ConfigKeys.kebab(section.getName()) + ".";
      List<Object> leaves =
          parsed.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith(prefix))
              .map(Map.Entry::getValue)
              .toList();
      sections.add(instantiate(section.getType(), leaves));
    }
    return (Config) instantiate(Config.class, sections);
  }

  private static Object instantiate(Class<?> type, List<Object> arguments) {
    try {
      return type.getDeclaredConstructors()[0].newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot build " + type, e);
    }
  }
}
