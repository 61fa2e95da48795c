package io.worldcompass.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An {@link EmbeddedBrokerProcess} that a test may kill. */
final class BrokerProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private BrokerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static BrokerProcess start(Path dir, int port) throws IOException {
    Process process =
        new ProcessBuilder(command(dir, port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        return new BrokerProcess(process, Integer.parseInt(line.substring("ready ".length())));
      }
    }
    throw new AssertionError("the broker process ended before it was ready");
  }

  static List<String> command(Path dir, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"),
        EmbeddedBrokerProcess.class.getName(),
        dir.toString(),
        Integer.toString(port));
  }

  String bootstrapServers() {
    return BrokerSettings.address(port);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** kill -9. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
