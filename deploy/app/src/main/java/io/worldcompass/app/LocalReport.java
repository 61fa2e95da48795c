package io.worldcompass.app;

import io.worldcompass.app.pretrain.HeldOutPlay;
import io.worldcompass.gpu.evaluate.Comparison;
import io.worldcompass.gpu.evaluate.Evaluation;
import io.worldcompass.gpu.evaluate.FilmStrip;
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
  private static final int CANDIDATES_SHOWN = 2;

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
    json.put(
        "iterations", progress.isStopped() ? progress.iteration() : config.local().iterations());
    json.put("policy_version", progress.version());
    json.put("seconds", trainingSeconds);
    json.put("resumed_from", progress.versionAtBegin());
    json.put("counts", counts.counts());
    json.put("early_warning", new WatchReport(progress).tell(out));
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
      EvaluationProgress progress =
          new EvaluationProgress(new ProgressLine(out), 2 * Suite.SCRIPTED.size() * scenarios);
      Evaluation before = evaluate(evaluations, "base", base, scenarios, progress);
      Evaluation after =
          evaluate(evaluations, "version " + manifest.getVersion(), trained, scenarios, progress);
      progress.finish();
      new EvaluationTable(List.of(before, after), config.algorithm().clips()).print(out);
      json.put("base", suites(before));
      json.put("trained", suites(after));
      json.put("judge", after.judge());
      json.put("evaluated_sha256", manifest.getCheckpoint().getSha256());
      draw(evaluations, base, trained, manifest.getVersion(), out);
    }
  }

  private Evaluation evaluate(
      Evaluations evaluations,
      String weights,
      WorldModel model,
      int scenarios,
      EvaluationProgress progress) {
    return evaluations
        .evaluate(
            weights,
            model,
            Suite.SCRIPTED,
            List.of(config.algorithm().clips()),
            scenarios,
            config.run().seed(),
            suite -> HeldOutPlay.of(suite, config.run().seed()),
            progress)
        .get(0);
  }

  private void draw(
      Evaluations evaluations, WorldModel base, WorldModel trained, int version, PrintStream out) {
    Path results = config.storage().data().resolve("results");
    Path png = results.resolve("contact-sheet.png");
    Path gif = results.resolve("before-and-after.gif");
    String title = "The same commands, before and after post-training (version " + version + ")";
    Pictures pictures =
        new Pictures(
            evaluations,
            base.spec(),
            List.of(
                new Comparison.Shown(FilmStrip.Kind.BEFORE, "Before (base)", base),
                new Comparison.Shown(FilmStrip.Kind.AFTER, "After training", trained)),
            config.run().seed());
    pictures.sheet(png, title, unseenInTraining(), CANDIDATES_SHOWN);
    pictures.animation(gif, title, unseenInTraining(), config.algorithm().clips());
    json.put("contact_sheet", png.toString());
    json.put("animation", gif.toString());
    out.printf("pictures, before and after: %s, to watch: %s%n", png, gif);
  }

  private HeldOutPlay unseenInTraining() {
    return HeldOutPlay.of(Suite.COMPOSITE, config.run().seed() + 1);
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
