package io.worldcompass.app;

import io.worldcompass.schemas.config.Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A {@link TinyRun} in a process of its own, which a test may stop or kill. */
final class TinyRunProcess implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final String VERSION = "version ";
  private static final String IN_ORDER = "everything is closed";

  private final Process process;
  private final BufferedReader out;

  private TinyRunProcess(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  static TinyRunProcess start(Path data, int iterations) throws IOException {
    return new TinyRunProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TinyRunProcess.class.getName(),
                data.toString(),
                Integer.toString(iterations))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Waits for a version to be published. */
  void awaitVersion(int version) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(VERSION)
          && Integer.parseInt(line.substring(VERSION.length())) >= version) {
        return;
      }
    }
    throw new AssertionError("the process ended before version " + version);
  }

  /** What SIGTERM and Ctrl-C do; false when the process has not ended after that long. */
  boolean stop(Duration longest) throws InterruptedException {
    // Not Process.destroy(): it would also close the stream that tells how the process ended.
    process.toHandle().destroy();
    return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the process, which has ended, said that it had closed everything. */
  boolean endedInOrder() {
    return out.lines().anyMatch(IN_ORDER::equals);
  }

  /** kill -9. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  public static void main(String[] arguments) {
    Path data = Path.of(arguments[0]);
    int iterations = Integer.parseInt(arguments[1]);
    Config config = TinyRun.config(data);
    try (StopSignal stop = new StopSignal()) {
      try (Deployment deployment = Deployment.startLocal(config)) {
        new LocalScenarios(config, deployment).ingest();
        train(deployment, iterations, stop);
      }
      System.out.println(IN_ORDER);
    }
  }

  private static void train(Deployment deployment, int iterations, StopSignal stop) {
    RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), iterations);
    try (progress;
        RoleGroup roles = new RoleGroup(new Roles(deployment, new StubModels()).all(iterations))) {
      roles.start();
      int shown = -1;
      while (!progress.isFinished() && !stop.await(TICK)) {
        progress.update(TICK);
        if (progress.version() > shown) {
          shown = progress.version();
          System.out.println(VERSION + shown);
        }
      }
    }
  }
}
