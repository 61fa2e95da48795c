package io.worldcompass.app;

import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.Role;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One {@code local} run from start to table: the components of a cluster in one process. */
final class LocalRun {
  private static final Duration TICK = Duration.ofMillis(250);

  private final Config config;
  private final StopSignal stop;
  private final PrintStream out;
  private final boolean live;
  private final int target;

  /**
   * A run.
   *
   * @param live whether it trains on players who play meanwhile, instead of on recorded play
   */
  LocalRun(Config config, StopSignal stop, PrintStream out, boolean live) {
    this.config = config;
    this.stop = stop;
    this.out = out;
    this.live = live;
    this.target = config.local().iterations();
  }

  /**
   * Runs to the last iteration and reports.
   *
   * @param json where to write the result, or null
   * @return false when it was asked to stop before
   */
  boolean execute(boolean keepRunning, Path json) {
    long begin = System.nanoTime();
    out.println("starting Kafka and the schema registry in " + config.storage().data());
    try (Deployment deployment = Deployment.startLocal(config)) {
      Path log = LogFile.attach(config.storage().data(), "local");
      out.printf(
          "Kafka on %s, schema registry on %s, log in %s%n",
          deployment.endpoints().bootstrapServers(), deployment.endpoints().schemaRegistry(), log);
      out.println(
          live
              ? "players play below " + config.storage().data() + " while the model is trained"
              : new LocalScenarios(config, deployment).ingest());
      boolean finished;
      RunProgress progress =
          new RunProgress(
              deployment.topics(), deployment.clients(), target, config.watch().onWarning());
      try (progress) {
        finished = progress.isFinished() || train(deployment, progress);
        if (finished) {
          Map<String, Object> result =
              new LocalReport(deployment, progress).make(secondsSince(begin), out);
          Optional.ofNullable(json).ifPresent(file -> Json.write(file, result));
          tellNext();
          waitWhileKept(keepRunning);
        }
      }
      return finished;
    }
  }

  private boolean train(Deployment deployment, RunProgress progress) {
    ProgressLine line = new ProgressLine(out);
    LivePlay play = new LivePlay(deployment);
    List<Role> all = new ArrayList<>(new Roles(deployment).all(target));
    if (live) {
      all.addAll(play.roles());
    }
    try (RoleGroup roles = new RoleGroup(all)) {
      roles.start();
      while (!progress.isFinished() && !stop.await(TICK)) {
        progress.update(TICK);
        line.show(live ? progress.line() + " · " + play.line() : progress.line());
        roles
            .failed()
            .ifPresent(
                failed -> {
                  throw new UserException(
                      failed + "; once that is mended, the same command goes on from here");
                });
      }
    } finally {
      line.finish();
    }
    if (!progress.isFinished()) {
      out.printf(
          "stopped at iteration %d of %d; the same command goes on from here%n",
          progress.iteration(), target);
    }
    return progress.isFinished();
  }

  private void tellNext() {
    String data = config.storage().data().toString();
    out.println("what next:");
    out.printf(
        "  ./worldcompass local%s --data %s --iterations %d%n",
        live ? " --live" : "", data, 2 * target);
    out.printf("  ./worldcompass tap training-batches --data %s --count 1%n", data);
    out.printf("  ./worldcompass weights list --data %s%n", data);
  }

  private void waitWhileKept(boolean keepRunning) {
    if (keepRunning) {
      out.println("broker and registry stay up until Ctrl-C");
      while (!stop.await(Duration.ofHours(1))) {
        // Nothing to do: the broker serves.
      }
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
