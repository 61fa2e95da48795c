package io.worldcompass.app;

import io.worldcompass.producers.LiveCounts;
import java.util.Locale;

/** What a live producer measures, in Prometheus's text format. */
final class LiveMetrics {
  private LiveMetrics() {}

  static String text(LiveCounts counts) {
    StringBuilder text = new StringBuilder();
    add(text, "scenarios_total", "counter", "Scenarios that Kafka has.", counts.scenarios());
    add(text, "clips_total", "counter", "Clips in these.", counts.clips());
    add(
        text,
        "dropped_clips_total",
        "counter",
        "Windows broken by something.",
        counts.droppedClips());
    add(text, "bad_lines_total", "counter", "Lines that could not be used.", counts.badLines());
    add(text, "bad_logs_total", "counter", "Logs that could not be read.", counts.badLogs());
    add(
        text,
        "duplicates_total",
        "counter",
        "Scenarios that were there before.",
        counts.duplicates());
    add(text, "read_bytes_total", "counter", "Bytes of logs read.", counts.bytes());
    add(text, "logs", "gauge", "Logs being followed.", counts.logs());
    add(text, "lag_bytes", "gauge", "Bytes in the logs that are not read yet.", counts.lagBytes());
    add(
        text,
        "last_write_seconds",
        "gauge",
        "When scenarios were last written, Unix time.",
        counts.lastWriteMillis() / 1000);
    return text.toString();
  }

  private static void add(StringBuilder text, String name, String type, String help, long value) {
    text.append(
        String.format(
            Locale.ROOT,
            "# HELP worldcompass_produce_%s %s%n# TYPE worldcompass_produce_%s %s%n"
                + "worldcompass_produce_%s %d%n",
            name,
            help,
            name,
            type,
            name,
            value));
  }
}
