package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.Config.OnWarning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer's early warning. All it knows stands in the metrics of the published manifests, so
 * that it goes on after a restart as if there had been none. What it measures is never a reward.
 */
public final class TrainingWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingWatch.class);

  private final Config.Watch settings;
  private final Optional<HeldOutJudge> judge;
  private final List<Observation> run = new ArrayList<>();
  private Optional<Observation> best = Optional.empty();
  private boolean warned;
  private boolean stopped;

  /**
   * A watch over a run.
   *
   * @param judge closed with this; without one, only rewards and loss are watched
   */
  public TrainingWatch(Config.Watch settings, Optional<HeldOutJudge> judge) {
    this.settings = settings;
    this.judge = judge;
  }

  /** Takes up a run at its newest version. */
  void resume(Collection<WeightsManifest> published) {
    for (WeightsManifest manifest : published) {
      Map<String, Double> metrics = manifest.getMetrics();
      if (WatchMetrics.rolledBackTo(metrics).isPresent()) {
        restart();
      } else {
        warned = WatchMetrics.isWarning(metrics);
        run.add(Observation.of(manifest));
        compareWithBest(warned);
      }
      stopped = WatchMetrics.isStopped(metrics) && settings.onWarning() == OnWarning.STOP;
    }
  }

  /** Measures the base, before anything is trained. */
  Map<String, Double> base(Learner learner) {
    Observation seen =
        judged(
            new Observation(0, 0, Double.NaN, Double.NaN, Double.NaN, Optional.empty()), learner);
    run.add(seen);
    compareWithBest(false);
    return withBest(seen.metrics());
  }

  /**
   * Looks at a version that has just been trained and not been published yet.
   *
   * @return what belongs into the version's metrics
   */
  Map<String, Double> observe(
      int version, TrainingBatch batch, Map<String, Double> trained, Learner learner) {
    Observation seen =
        Observation.of(version, batch, trained.getOrDefault(Observation.LOSS, Double.NaN));
    if (settings.every() > 0 && version % settings.every() == 0) {
      seen = judged(seen, learner);
    }
    run.add(seen);
    OverOptimisation found = OverOptimisation.in(run, settings.window(), settings.tolerance());
    compareWithBest(found.isWarning());
    Map<String, Double> metrics = new HashMap<>(seen.metrics());
    metrics.putAll(found.metrics());
    stopped = found.isWarning() && settings.onWarning() == OnWarning.STOP;
    metrics.put(WatchMetrics.STOPPED, stopped ? 1.0 : 0.0);
    tell(version, found, metrics);
    return withBest(metrics);
  }

  private void tell(int version, OverOptimisation found, Map<String, Double> metrics) {
    if (found.isWarning() && !warned) {
      LOG.warn("version {}: {}", version, WatchMetrics.words(metrics).orElse("over-optimisation"));
    } else if (warned && !found.isWarning()) {
      LOG.info("version {}: no over-optimisation any more", version);
    }
    if (found.lossRises()) {
      LOG.warn("version {}: the loss is {} times that of the start", version, found.lossRatio());
    }
    if (stopped) {
      LOG.warn("training stops at version {}: watch.on-warning is STOP", version);
    }
    warned = found.isWarning();
  }

  private Observation judged(Observation seen, Learner learner) {
    return judge.map(j -> seen.judgedBy(j.measure(learner.policy()))).orElse(seen);
  }

  private void compareWithBest(boolean warning) {
    Observation newest = run.get(run.size() - 1);
    boolean better =
        newest.judged().isPresent()
            && !warning
            && best.map(b -> joint(newest) >= joint(b)).orElse(true);
    if (better) {
      best = Optional.of(newest);
    }
  }

  private static double joint(Observation judged) {
    return judged.judged().orElseThrow().joint();
  }

  private Map<String, Double> withBest(Map<String, Double> metrics) {
    Map<String, Double> all = new HashMap<>(metrics);
    best.ifPresent(b -> all.put(WatchMetrics.BEST_VERSION, (double) b.version()));
    return all;
  }

  /** The version that the judge found best, among those without a warning. */
  Optional<Integer> best() {
    return best.map(Observation::version);
  }

  /** Whether no further batch may be trained. */
  boolean isStopped() {
    return stopped;
  }

  /** The version to go back to, when the one just observed says so. */
  Optional<Integer> rollback() {
    return warned && settings.onWarning() == OnWarning.ROLLBACK ? best() : Optional.empty();
  }

  /** From here on the run is compared with the version that it was rolled back to. */
  void restart() {
    run.clear();
    best.ifPresent(run::add);
    warned = false;
  }

  @Override
  public void close() {
    judge.ifPresent(HeldOutJudge::close);
  }
}
