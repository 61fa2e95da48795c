package io.worldcompass.app;

import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code local}: the whole pipeline on this machine. */
@Command(
    name = "local",
    description = {
      "Runs the whole pipeline on this machine: broker, registry, every role, on recorded play.",
      "Started again on the same data directory, it goes on from the last committed version."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./worldcompass local --iterations 100 --json result.json",
      "          ./worldcompass local --live"
    })
final class LocalCommand implements Callable<Integer> {
  private static final int EXIT_INTERRUPTED = 130;

  @Mixin private CommonOptions common;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Train up to iteration N. Default: local.iterations.")
  private Integer iterations;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the run. Default: run.seed.")
  private Long seed;

  @Option(
      names = "--no-dashboard",
      description = "Do not say how to watch rewards; this version has no dashboard yet.")
  private boolean noDashboard;

  @Option(
      names = "--keep-running",
      description = "After the last iteration, keep broker and registry up until Ctrl-C.")
  private boolean keepRunning;

  @Option(
      names = "--live",
      description =
          "Train on players who are playing meanwhile, instead of on recorded play: a game writes"
              + " live logs below the data directory, and a follower reads them.")
  private boolean live;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  private Path json;

  @Override
  public Integer call() {
    Config config = config();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (!noDashboard) {
      out.printf(
          "watch rewards: ./worldcompass tap reward-summaries --follow --data %s%n",
          config.storage().data());
    }
    try (StopSignal stop = new StopSignal()) {
      LocalRun run = new LocalRun(config, stop, out, live);
      boolean finished = run.execute(keepRunning, json);
      return finished ? 0 : EXIT_INTERRUPTED;
    }
  }

  private Config config() {
    ConfigLoader loader = common.loader();
    if (iterations != null) {
      loader.option("local.iterations", iterations.toString(), "--iterations");
    }
    if (seed != null) {
      loader.option("run.seed", seed.toString(), "--seed");
    }
    return loader.load();
  }
}
