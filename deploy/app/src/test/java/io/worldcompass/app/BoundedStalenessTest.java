package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.worldcompass.app.history.Ledger;
import io.worldcompass.app.history.Line;
import io.worldcompass.gpu.trainer.Staleness;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guarantees 3 and 7, on a real broker: with a rollback and a restart of every role on the way. */
@Timeout(180)
class BoundedStalenessTest {
  private static final int WANTED = 2;
  private static final int ITERATIONS = 14;
  private static final Duration TICK = Duration.ofMillis(50);

  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void noSampleIsOlderThanKNorOfAnAbandonedLineAlsoAfterARollbackAndARestart(int staleness) {
    Config config =
        TinyRun.config(
            data,
            Map.of(
                "planner.max-staleness", Integer.toString(staleness), "trainer.keep-states", "99"));
    try (Deployment deployment = Deployment.startLocal(config)) {
      new LocalScenarios(config, deployment).ingest();
      trainAndGoBack(deployment);
      TinyRun.train(deployment, ITERATIONS);
      List<WeightsManifest> line = values(deployment, deployment.topics().policyWeights);
      assertVersionsAreNeverReused(line);
      assertAges(line, values(deployment, deployment.topics().trainingBatches), staleness);
      Ledger.Report ledger = LedgerCommand.read(deployment.topics(), deployment.clients(), null);
      assertThat(ledger.pending()).isEmpty();
      assertThat(ledger.violations()).isEmpty();
      assertThat(ledger.closed()).isTrue();
    }
  }

  /** Rolls back while it trains, and stops every role a little later. */
  private void trainAndGoBack(Deployment deployment) {
    RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), ITERATIONS);
    try (progress;
        RoleGroup roles = new RoleGroup(new Roles(deployment, new StubModels()).all(ITERATIONS))) {
      roles.start();
      awaitVersion(progress, WANTED + 2);
      Outcome back = Outcome.of("weights", "rollback", "" + WANTED, "--data", data.toString());
      assertThat(back.err()).isEmpty();
      assertThat(back.out()).contains("is version 2 again");
      awaitVersion(progress, progress.version() + 2);
    }
  }

  private static void awaitVersion(RunProgress progress, int version) {
    while (progress.version() < version && !progress.isFinished()) {
      progress.update(TICK);
    }
  }

  private static void assertVersionsAreNeverReused(List<WeightsManifest> line) {
    assertThat(line)
        .extracting(WeightsManifest::getVersion)
        .isEqualTo(IntStream.rangeClosed(0, ITERATIONS + 1).boxed().toList());
    List<WeightsManifest> rollbacks =
        line.stream().filter(v -> v.getVersion() > 0 && !Line.isTrained(v)).toList();
    assertThat(rollbacks)
        .singleElement()
        .satisfies(
            rollback -> {
              assertThat(rollback.getParent()).isEqualTo(WANTED);
              assertThat(rollback.getPolicy()).isEqualTo(line.get(WANTED).getPolicy());
              assertThat(rollback.getState()).isEqualTo(line.get(WANTED).getState());
            });
    assertThat(line.stream().filter(Line::isTrained))
        .extracting(WeightsManifest::getIteration)
        .isEqualTo(IntStream.rangeClosed(1, ITERATIONS).boxed().toList());
  }

  private static void assertAges(
      List<WeightsManifest> line, List<TrainingBatch> batches, int staleness) {
    Map<Integer, WeightsManifest> byIteration =
        line.stream()
            .filter(Line::isTrained)
            .collect(Collectors.toMap(WeightsManifest::getIteration, v -> v));
    int abandonedFrom = WANTED + 1;
    int rollback =
        line.stream()
            .filter(v -> v.getVersion() > 0 && !Line.isTrained(v))
            .findFirst()
            .orElseThrow()
            .getVersion();
    for (TrainingBatch batch : batches) {
      WeightsManifest made = byIteration.get(batch.getIteration());
      int trainedOn = made.getParent();
      assertReported(made, Staleness.of(batch, trainedOn, made.getLeftOut()), staleness);
      for (int age : Staleness.of(batch, trainedOn, made.getLeftOut())) {
        assertThat(age).as("iteration %d", batch.getIteration()).isBetween(0, staleness);
        int version = trainedOn - age;
        assertThat(trainedOn >= rollback && version >= abandonedFrom && version < rollback)
            .as("a sample of version %d, which was abandoned, trained on %d", version, trainedOn)
            .isFalse();
      }
    }
  }

  /** What the manifest says of the ages, and of their two parts. */
  private static void assertReported(WeightsManifest made, int[] ages, int staleness) {
    Map<String, Double> metrics = made.getMetrics();
    if (ages.length == 0) {
      assertThat(metrics).doesNotContainKey("staleness_max"); // all were of the abandoned line
      return;
    }
    assertThat(metrics.get("staleness_max")).isEqualTo(IntStream.of(ages).max().orElseThrow());
    for (String part : List.of("staleness", "staleness_in_flight", "staleness_in_queue")) {
      for (String summary : List.of("_mean", "_p50", "_p99", "_max")) {
        assertThat(metrics.get(part + summary)).as(part + summary).isBetween(0.0, staleness * 1.0);
      }
    }
    assertThat(metrics.get("staleness_in_flight_mean") + metrics.get("staleness_in_queue_mean"))
        .isCloseTo(metrics.get("staleness_mean"), within(1e-9));
  }

  private static <V> List<V> values(Deployment deployment, Topic<?, V> topic) {
    List<V> values = new ArrayList<>();
    TopicScan.each(deployment.clients(), topic, (record, value) -> values.add(value));
    return values;
  }
}
