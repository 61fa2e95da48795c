package io.worldcompass.app;

import io.worldcompass.gpu.trainer.WatchMetrics;
import io.worldcompass.schemas.avro.WeightsManifest;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** What the trainer's early warning saw in a run: for people, and for programs. */
final class WatchReport {
  private final RunProgress progress;
  private final List<WeightsManifest> versions;

  WatchReport(RunProgress progress) {
    this.progress = progress;
    this.versions = List.copyOf(progress.weights().all());
  }

  /** Tells people, and returns the same for the JSON. */
  Map<String, Object> tell(PrintStream out) {
    List<WeightsManifest> warned =
        versions.stream().filter(v -> WatchMetrics.isWarning(v.getMetrics())).toList();
    OptionalInt best = best();
    if (!warned.isEmpty()) {
      WeightsManifest last = warned.get(warned.size() - 1);
      out.printf(
          "WARNING in %d versions, first %d, last %d: %s%n",
          warned.size(),
          warned.get(0).getVersion(),
          last.getVersion(),
          WatchMetrics.words(last.getMetrics()).orElseThrow());
    }
    best.ifPresent(
        version ->
            out.printf(
                Locale.ROOT,
                "best by the held-out judge: version %d (joint IF %.3f)%n",
                version,
                heldOut(version)));
    if (progress.isStopped()) {
      out.println(
          "training was stopped by watch.on-warning; --set watch.on-warning=WARN trains on");
    }
    return json(warned, best);
  }

  private Map<String, Object> json(List<WeightsManifest> warned, OptionalInt best) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("versions_warned", warned.size());
    json.put("first_warned", warned.isEmpty() ? null : warned.get(0).getVersion());
    json.put("best_version", best.isPresent() ? best.getAsInt() : null);
    json.put("stopped", progress.isStopped());
    json.put(
        "rollbacks",
        versions.stream()
            .filter(v -> WatchMetrics.rolledBackTo(v.getMetrics()).isPresent())
            .count());
    return json;
  }

  private OptionalInt best() {
    OptionalInt best = OptionalInt.empty();
    for (WeightsManifest version : versions) {
      OptionalInt named = WatchMetrics.bestVersion(version.getMetrics());
      best = named.isPresent() ? named : best;
    }
    return best;
  }

  private double heldOut(int version) {
    return progress
        .weights()
        .version(version)
        .map(manifest -> WatchMetrics.heldOutJoint(manifest.getMetrics()).orElse(Double.NaN))
        .orElse(Double.NaN);
  }
}
