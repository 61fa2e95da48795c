package io.worldcompass.app;

import io.worldcompass.schemas.avro.WeightsManifest;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a finished run did, from its topics: for people, and as JSON for programs. */
final class LocalReport {
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final RunCounts counts;

  LocalReport(Deployment deployment, RunProgress progress, double seconds) {
    this.counts = new RunCounts(deployment.topics(), deployment.clients(), progress.weights());
    json.put("iterations", deployment.config().local().iterations());
    json.put("policy_version", progress.version());
    json.put("seconds", seconds);
    json.put("resumed_from", progress.versionAtBegin());
    json.put("counts", counts.counts());
    json.put("staleness", counts.staleness());
    json.put("trainer_idle_fraction", idleFraction(progress));
  }

  Map<String, Object> json() {
    return json;
  }

  void print(PrintStream out) {
    out.println(json);
  }

  /** The first iteration is left out: it waits for the pipeline to start. */
  private static double idleFraction(RunProgress progress) {
    double idle = 0;
    double busy = 0;
    for (WeightsManifest manifest : progress.weights().all()) {
      if (manifest.getVersion() > progress.versionAtBegin() + 1) {
        idle += manifest.getMetrics().getOrDefault("idle_seconds", 0.0);
        busy += manifest.getMetrics().getOrDefault("busy_seconds", 0.0);
      }
    }
    return idle + busy == 0 ? 0 : Math.round(1e4 * idle / (idle + busy)) / 1e4;
  }

  static String format(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
