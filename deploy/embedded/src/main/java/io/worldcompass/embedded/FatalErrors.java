package io.worldcompass.embedded;

import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;

/**
 * Kafka ends the process when its disk fails; this adds the line that says what happened and what
 * to do.
 */
final class FatalErrors {
  private FatalErrors() {}

  /** Process-wide, as Kafka's own hook is; the last directory named is the one in the message. */
  static void describeFor(Path directory) {
    Exit.setHaltProcedure((status, message) -> end(directory, status, message));
    Exit.setExitProcedure((status, message) -> end(directory, status, message));
  }

  private static void end(Path directory, int status, String message) {
    System.err.printf(
        "The broker stopped because it could not go on in %s (%s, %d MB free); free space or repair the disk, then start"
            + " again: it continues from the last acknowledged record.%n",
        directory,
        message == null ? "see the log" : message,
        directory.toFile().getUsableSpace() >> 20);
    Runtime.getRuntime().halt(status == 0 ? 1 : status);
  }
}
