package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.trainer.HeldOutJudge;
import io.worldcompass.gpu.trainer.WatchMetrics;
import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.Config.OnWarning;
import io.worldcompass.schemas.config.ConfigLoader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose reward rises while its quality falls, over a real broker. */
class EarlyWarningTest {
  private static final Duration POLL = Duration.ofMillis(100);
  @TempDir private Path data;

  @Test
  @Timeout(110)
  void trainingStopsAtTheWarningStaysStoppedAndGoesOnWhenToldTo() {
    try (Deployment deployment = start(OnWarning.STOP)) {
      train(deployment, 12, RunProgress::isFinished);
    }
    int stoppedAt;
    try (Deployment deployment = Deployment.startLocal(config(OnWarning.STOP))) {
      RunProgress progress = progress(deployment, 12);
      try (progress) {
        stoppedAt = progress.version();
        assertThat(progress.isStopped()).isTrue();
        assertThat(stoppedAt).isBetween(4, 11);
        assertThat(progress.line()).contains("WARNING over-optimisation", "held-out IF 0.");
        assertReport(progress);
      }
    }
    try (Deployment deployment = Deployment.startLocal(config(OnWarning.WARN))) {
      train(deployment, stoppedAt + 1, RunProgress::isFinished);
      try (RunProgress progress = progress(deployment, stoppedAt + 1)) {
        assertThat(progress.version()).isEqualTo(stoppedAt + 1);
      }
    }
  }

  private static void assertReport(RunProgress progress) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Map<String, Object> json =
        new WatchReport(progress).tell(new PrintStream(text, true, StandardCharsets.UTF_8));
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("WARNING in 1 versions", "best by the held-out judge: version 2", "was stopped");
    assertThat(json)
        .containsEntry("versions_warned", 1)
        .containsEntry("best_version", 2)
        .containsEntry("stopped", true);
  }

  @Test
  @Timeout(110)
  void theRunRollsBackToTheVersionThatTheJudgeFoundBest() {
    try (Deployment deployment = start(OnWarning.ROLLBACK)) {
      train(deployment, 12, progress -> rollback(progress).isPresent());
      try (RunProgress progress = progress(deployment, 12)) {
        WeightsManifest back = rollback(progress).orElseThrow();
        WeightsManifest best = progress.weights().version(2).orElseThrow();
        WeightsManifest before = progress.weights().version(back.getVersion() - 1).orElseThrow();
        assertThat(back.getParent()).isEqualTo(2);
        assertThat(back.getIteration()).isEqualTo(before.getIteration());
        assertThat(back.getBatchOffset()).isEqualTo(before.getBatchOffset());
        assertThat(back.getState()).isEqualTo(best.getState());
        assertThat(weights(deployment, back)).isEqualTo(weights(deployment, best));
        assertThat(weights(deployment, back)).isNotEqualTo(weights(deployment, before));
      }
    }
  }

  private static Tensor weights(Deployment deployment, WeightsManifest manifest) {
    return new io.worldcompass.gpu.blobs.TensorBlobs(deployment.blobs()).get(manifest.getPolicy());
  }

  private static Optional<WeightsManifest> rollback(RunProgress progress) {
    return progress.weights().all().stream()
        .filter(manifest -> WatchMetrics.rolledBackTo(manifest.getMetrics()).isPresent())
        .findFirst();
  }

  private Deployment start(OnWarning onWarning) {
    Config config = config(onWarning);
    Deployment deployment = Deployment.startLocal(config);
    new LocalScenarios(config, deployment).ingest();
    return deployment;
  }

  private Config config(OnWarning onWarning) {
    return new ConfigLoader()
        .flag("storage.data", data.toString())
        .flag("algorithm.prefixes", "2")
        .flag("algorithm.group-size", "4")
        .flag("algorithm.keep", "2")
        .flag("algorithm.clips", "1")
        .flag("groups.quorum", "2")
        .flag("groups.deadline", "10m")
        .flag("planner.max-staleness", "0")
        .flag("local.simulated-scenarios", "6")
        .flag("trainer.keep-states", "1")
        .flag("watch.every", "1")
        .flag("watch.window", "4")
        .flag("watch.on-warning", onWarning.name())
        .load();
  }

  private static RunProgress progress(Deployment deployment, int target) {
    return new RunProgress(
        deployment.topics(), deployment.clients(), target, deployment.config().watch().onWarning());
  }

  private static void train(Deployment deployment, int target, Predicate<RunProgress> isDone) {
    try (RunProgress progress = progress(deployment, target);
        RoleGroup roles = new RoleGroup(new Roles(deployment, new Hacked()).all(target))) {
      roles.start();
      while (!isDone.test(progress)) {
        progress.update(POLL);
        assertThat(roles.failed()).isEmpty();
      }
    }
  }

  /** Models whose reward rises from group to group while everything else gets worse. */
  private static final class Hacked extends StubModels {
    @Override
    public GroupScorer interactionFollowing() {
      return new Trend(Rewards.INTERACTION_FOLLOWING, 0.03);
    }

    @Override
    public GroupScorer visualQuality() {
      return new Trend(Rewards.VISUAL_QUALITY, -1);
    }

    /** Best at version 2, the third measurement of a run. */
    @Override
    public Optional<HeldOutJudge> heldOutJudge() {
      AtomicInteger measured = new AtomicInteger();
      return Optional.of(
          new HeldOutJudge() {
            @Override
            public HeldOutJudge.Score measure(Tensor policy) {
              double joint = 0.9 - 0.1 * Math.abs(measured.getAndIncrement() - 2);
              return new HeldOutJudge.Score(joint, 0.01, -0.5, 0.01, 0.1);
            }

            @Override
            public void close() {}
          });
    }
  }

  private static final class Trend implements GroupScorer {
    private final String reward;
    private final double slope;
    private int groups;

    Trend(String reward, double slope) {
      this.reward = reward;
      this.slope = slope;
    }

    @Override
    public String reward() {
      return reward;
    }

    @Override
    public String scorer() {
      return "trend";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public List<GroupScorer.Score> score(GroupClips clips) {
      double level = slope * groups++;
      return IntStream.range(0, clips.candidates().size())
          .mapToObj(i -> new GroupScorer.Score(level + 0.01 * i, Map.of()))
          .toList();
    }

    @Override
    public void close() {}
  }
}
