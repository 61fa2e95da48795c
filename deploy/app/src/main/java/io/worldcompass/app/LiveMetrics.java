package io.worldcompass.app;

import io.worldcompass.producers.LiveCounts;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

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

  /**
   * What a server answered.
   *
   * @param answers number of requests by status
   * @param waiting requests that wait for Kafka
   */
  static String requests(Map<Integer, AtomicLong> answers, int waiting) {
    StringBuilder text = new StringBuilder();
    head(text, "requests_total", "counter", "Requests by the status they were answered with.");
    answers.forEach(
        (status, count) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "worldcompass_produce_requests_total{status=\"%d\"} %d%n",
                    status,
                    count.get())));
    add(text, "requests_waiting", "gauge", "Requests that wait for Kafka.", waiting);
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append(
        String.format(
            Locale.ROOT,
            "# HELP worldcompass_produce_%s %s%n# TYPE worldcompass_produce_%s %s%n",
            name,
            help,
            name,
            type));
  }

  private static void add(StringBuilder text, String name, String type, String help, long value) {
    head(text, name, type, help);
    text.append(String.format(Locale.ROOT, "worldcompass_produce_%s %d%n", name, value));
  }
}
