package io.worldcompass.app;

import io.worldcompass.gpu.evaluate.Evaluation;
import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.evaluate.SuiteResult;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a finished run did, from its topics: for people, and as JSON for programs. */
final class LocalReport {
  private final Deployment deployment;
  private final Config config;
  private final RunProgress progress;
  private final Map<String, Object> json = new LinkedHashMap<>();

  LocalReport(Deployment deployment, RunProgress progress) {
    this.deployment = deployment;
    this.config = deployment.config();
    this.progress = progress;
  }

  /**
   * Counts, evaluates and draws, telling people on the way.
   *
   * @param trainingSeconds how long this start has trained
   * @return the result in the shape of the command contract
   */
  Map<String, Object> make(double trainingSeconds, PrintStream out) {
    RunCounts counts = new RunCounts(deployment.topics(), deployment.clients(), progress.weights());
    json.put("iterations", config.local().iterations());
    json.put("policy_version", progress.version());
    json.put("seconds", trainingSeconds);
    json.put("resumed_from", progress.versionAtBegin());
    json.put("counts", counts.counts());
    evaluate(out);
    json.put("staleness", counts.staleness());
    json.put("trainer_idle_fraction", idleFraction());
    return json;
  }

  private void evaluate(PrintStream out) {
    WeightsManifest manifest = progress.weights().latest().orElseThrow();
    int scenarios = config.local().evaluationScenarios();
    out.printf("evaluating base and version %d on held-out play ...%n", manifest.getVersion());
    try (Evaluations evaluations = new Evaluations(config);
        WorldModel base = evaluations.base();
        WorldModel trained = evaluations.published(manifest, deployment.blobs())) {
      Evaluation before = evaluate(evaluations, "base", base, scenarios);
      Evaluation after =
          evaluate(evaluations, "version " + manifest.getVersion(), trained, scenarios);
      new EvaluationTable(List.of(before, after)).print(out);
      json.put("base", suites(before));
      json.put("trained", suites(after));
      json.put("judge", after.judge());
      json.put("evaluated_sha256", manifest.getCheckpoint().getSha256());
      draw(evaluations, base, trained, manifest.getVersion(), out);
    }
  }

  private Evaluation evaluate(
      Evaluations evaluations, String weights, WorldModel model, int scenarios) {
    return evaluations.evaluate(
        weights,
        model,
        List.of(Suite.values()),
        config.algorithm().clips(),
        scenarios,
        config.run().seed());
  }

  private void draw(
      Evaluations evaluations, WorldModel base, WorldModel trained, int version, PrintStream out) {
    Path png = config.storage().data().resolve("results").resolve("contact-sheet.png");
    evaluations.contactSheet(png, base, trained, version, config.run().seed());
    json.put("contact_sheet", png.toString());
    out.println("pictures, before and after: " + png);
  }

  private static Map<String, SuiteResult> suites(Evaluation evaluation) {
    return new TreeMap<>(evaluation.suites());
  }

  /** The first iteration of a start is left out: it waits for the pipeline to come up. */
  private double idleFraction() {
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
}
