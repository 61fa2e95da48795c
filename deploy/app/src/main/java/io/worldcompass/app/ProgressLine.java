package io.worldcompass.app;

import java.io.PrintStream;
import java.time.Duration;

/** One live line on a terminal; elsewhere a plain line now and then. */
final class ProgressLine {
  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final long PLAIN_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final boolean live;
  private long lastPlain = System.nanoTime() - PLAIN_INTERVAL_NANOS;
  private String last = "";

  ProgressLine(PrintStream out) {
    this.out = out;
    // The launcher knows; Java tells only from release 22 on.
    this.live = Boolean.getBoolean("worldcompass.terminal");
  }

  void show(String text) {
    if (live) {
      out.print(CLEAR_LINE + text);
      out.flush();
    } else if (!text.equals(last) && System.nanoTime() - lastPlain >= PLAIN_INTERVAL_NANOS) {
      out.println(text);
      lastPlain = System.nanoTime();
    }
    last = text;
  }

  /** Leaves the last text standing. */
  void finish() {
    if (live) {
      out.println();
    }
  }
}
