package io.worldcompass.app;

import io.worldcompass.embedded.EmbeddedRegistry;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import io.worldcompass.schemas.lifecycle.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One role of a run, or its schema registry, as a process of its own, with models that take no
 * time. Ends with 3 when the role stops by itself, as a role's command does.
 */
final class RoleProcess {
  /** Planner, best-of-n, batcher and summaries in one process. */
  static final String STREAMS = "streams";

  private static final Duration TICK = Duration.ofMillis(200);

  private RoleProcess() {}

  /** Arguments: ROLE and the configuration as KEY=VALUE; or {@code registry BOOTSTRAP PORT}. */
  public static void main(String[] arguments) {
    JumpingClock.install();
    if (arguments[0].equals("registry")) {
      EmbeddedRegistry.start(arguments[1], Integer.parseInt(arguments[2]));
      System.out.println("ready");
      return; // its threads keep the process
    }
    ConfigLoader loader = new ConfigLoader();
    for (int i = 1; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      loader.flag(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    Config config = loader.load();
    try (StopSignal stop = new StopSignal();
        Deployment deployment = Deployment.open(config);
        RoleGroup roles =
            new RoleGroup(roles(arguments[0], new Roles(deployment, new StubModels()), config))) {
      roles.start();
      System.out.println("ready");
      while (!stop.await(TICK)) {
        Optional<String> failed = roles.failed();
        if (failed.isPresent()) {
          System.out.println(failed.get());
          Runtime.getRuntime().halt(3);
        }
      }
    }
  }

  private static List<Role> roles(String name, Roles roles, Config config) {
    return switch (name) {
      case "planner" -> List.of(roles.planner(OptionalInt.of(config.local().iterations())));
      case STREAMS -> streams(roles, OptionalInt.empty());
      case "best-of-n" -> roles.bestOfN();
      case "trainer" -> List.of(roles.trainer(), roles.sweeper());
      case "reward" -> roles.rewards("faults").stream().map(Roles.RewardRole::role).toList();
      default -> List.of(roles.rollout(name));
    };
  }

  /** Every stream processor: what {@code plan} and {@code best-of-n} run. */
  static List<Role> streams(Roles roles, OptionalInt iterations) {
    return Stream.concat(Stream.of(roles.planner(iterations)), roles.bestOfN().stream()).toList();
  }

  /** The command line of a JVM that runs a class of this class path. */
  static ProcessBuilder java(Path log, String mainClass, List<String> arguments) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }
}
