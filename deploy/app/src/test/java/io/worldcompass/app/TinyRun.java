package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A run of tiny sizes over a real broker and registry, with models that take no time. */
final class TinyRun {
  static final int PREFIXES = 3;
  static final int GROUP_SIZE = 4;
  static final int KEPT = 2;

  /** Five of the recorded Freedoom play and six of scripted players. */
  static final long SCENARIOS = 11;

  /** With K = 0, and every scenario there from the start, a run is a function of its seed. */
  static final Map<String, String> IN_STEP =
      Map.of("planner.max-staleness", "0", "planner.minimum-pool", Long.toString(SCENARIOS));

  private static final Duration POLL = Duration.ofMillis(100);

  private TinyRun() {}

  static Config config(Path data) {
    return config(data, Map.of());
  }

  /** With some keys set otherwise. */
  static Config config(Path data, Map<String, String> changed) {
    ConfigLoader loader = new ConfigLoader();
    flags(data, changed).forEach(loader::flag);
    return loader.load();
  }

  /** The same as keys and values. */
  static Map<String, String> flags(Path data, Map<String, String> changed) {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("storage.data", data.toString());
    flags.put("algorithm.prefixes", Integer.toString(PREFIXES));
    flags.put("algorithm.group-size", Integer.toString(GROUP_SIZE));
    flags.put("algorithm.keep", Integer.toString(KEPT));
    flags.put("groups.quorum", "2");
    // However slow the machine is: a group that is not whole is an error, not a quorum.
    flags.put("groups.deadline", "10m");
    flags.put("local.simulated-scenarios", "6");
    flags.putAll(changed);
    return flags;
  }

  /** Starts broker, registry and roles, trains to an iteration, and stops them all. */
  static void upTo(Path data, int iterations) {
    Config config = config(data);
    try (Deployment deployment = Deployment.startLocal(config)) {
      new LocalScenarios(config, deployment).ingest();
      train(deployment, iterations);
    }
  }

  /** Runs every role until the version of an iteration is published. */
  static void train(Deployment deployment, int iterations) {
    RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), iterations);
    try (progress;
        RoleGroup roles = new RoleGroup(new Roles(deployment, new StubModels()).all(iterations))) {
      roles.start();
      while (!progress.isFinished()) {
        progress.update(POLL);
        assertThat(roles.failed()).isEmpty();
      }
    }
  }
}
