package io.worldcompass.app;

import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that every command has, and the configuration that they and the files make. */
final class CommonOptions {
  private static final Path DEFAULT_FILE = Path.of("configs", "local.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file(s); later ones win. Default: configs/local.yaml of the project.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets one key, for instance --set algorithm.group-size=12. Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--run", paramLabel = "NAME", description = "Name of the run: prefixes topics.")
  private String run;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers. Default: the broker that local started in the data directory.")
  private String bootstrapServers;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description = "Schema registry. Default: the one that local started.")
  private String schemaRegistry;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory. Default: ./.worldcompass")
  private Path data;

  /** The layers, not yet checked: what {@code config show} prints. */
  ConfigLoader loader() {
    ConfigLoader loader = new ConfigLoader();
    files().forEach(loader::file);
    loader.environment(System.getenv());
    settings.forEach(loader::flag);
    option(loader, "run.name", run, "--run");
    option(loader, "kafka.bootstrap-servers", bootstrapServers, "--bootstrap-servers");
    option(loader, "kafka.schema-registry", schemaRegistry, "--schema-registry");
    option(loader, "storage.data", data == null ? null : data.toString(), "--data");
    return loader;
  }

  Config config() {
    return loader().load();
  }

  /** Whether a key was given by {@code --set}. */
  boolean isFlagSet(String key) {
    return settings.containsKey(key);
  }

  private List<Path> files() {
    if (!files.isEmpty()) {
      return files;
    }
    Path shipped = Path.of(System.getProperty("worldcompass.home", ".")).resolve(DEFAULT_FILE);
    return Files.exists(shipped) ? List.of(shipped) : List.of();
  }

  private static void option(ConfigLoader loader, String key, String value, String option) {
    if (value != null) {
      loader.option(key, value, option);
    }
  }
}
