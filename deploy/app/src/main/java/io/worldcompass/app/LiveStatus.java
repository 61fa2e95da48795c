package io.worldcompass.app;

import io.worldcompass.producers.LiveCounts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says now and then what a live producer has done: throughput, and how far it is behind. */
final class LiveStatus {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final LiveCounts counts;
  private final PrintWriter out;
  private final boolean json;
  private long lastShown = System.nanoTime();
  private long lastBytes;
  private long lastScenarios;

  LiveStatus(LiveCounts counts, PrintWriter out, boolean json) {
    this.counts = counts;
    this.out = out;
    this.json = json;
  }

  void show() {
    if (System.nanoTime() - lastShown >= INTERVAL_NANOS) {
      last();
    }
  }

  /** Whatever the time. */
  void last() {
    double seconds = Math.max(1e-3, (System.nanoTime() - lastShown) / 1e9);
    double bytesPerSecond = (counts.bytes() - lastBytes) / seconds;
    double scenariosPerSecond = (counts.scenarios() - lastScenarios) / seconds;
    lastShown = System.nanoTime();
    lastBytes = counts.bytes();
    lastScenarios = counts.scenarios();
    out.println(
        json
            ? Json.line(values(counts, bytesPerSecond, scenariosPerSecond))
            : line(bytesPerSecond, scenariosPerSecond));
    out.flush();
  }

  private String line(double bytesPerSecond, double scenariosPerSecond) {
    return String.format(
        Locale.ROOT,
        "%d logs · %d scenarios (%.2f/s) · %d clips, %d dropped · %d bad lines, %d bad logs ·"
            + " %.1f KB/s · %d bytes behind",
        counts.logs(),
        counts.scenarios(),
        scenariosPerSecond,
        counts.clips(),
        counts.droppedClips(),
        counts.badLines(),
        counts.badLogs(),
        bytesPerSecond / 1000,
        counts.lagBytes());
  }

  /** By name, as programs read them. */
  static Map<String, Number> values(
      LiveCounts counts, double bytesPerSecond, double scenariosPerSecond) {
    Map<String, Number> values = new LinkedHashMap<>();
    values.put("logs", counts.logs());
    values.put("scenarios", counts.scenarios());
    values.put("clips", counts.clips());
    values.put("dropped_clips", counts.droppedClips());
    values.put("bad_lines", counts.badLines());
    values.put("bad_logs", counts.badLogs());
    values.put("duplicates", counts.duplicates());
    values.put("bytes", counts.bytes());
    values.put("lag_bytes", counts.lagBytes());
    values.put("bytes_per_second", bytesPerSecond);
    values.put("scenarios_per_second", scenariosPerSecond);
    return values;
  }
}
