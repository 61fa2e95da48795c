package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every role over a real broker and registry, with models that take no time. */
class PipelineTest {
  @TempDir private Path data;

  @Test
  @Timeout(110)
  void everyTaskBecomesAGroupAndEveryIterationABatchAndAVersion() {
    Config config = TinyRun.config(data);
    try (Deployment deployment = Deployment.startLocal(config)) {
      new LocalScenarios(config, deployment).ingest();
      TinyRun.train(deployment, 4);
      assertCounts(deployment, 4);
      assertBatches(deployment, 4);
    }
  }

  @Test
  @Timeout(110)
  void aSecondStartGoesOnWhereTheFirstStoppedAndTrainsNoBatchTwice() {
    TinyRun.upTo(data, 2);
    Config config = TinyRun.config(data);
    try (Deployment deployment = Deployment.startLocal(config)) {
      new LocalScenarios(config, deployment).ingest();
      TinyRun.train(deployment, 5);
      assertCounts(deployment, 5);
      assertBatches(deployment, 5);
    }
  }

  private static void assertCounts(Deployment deployment, int iterations) {
    RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), iterations);
    try (progress) {
      RunCounts counts =
          new RunCounts(deployment.topics(), deployment.clients(), progress.weights());
      Map<String, Long> actual = counts.counts();
      assertThat(actual)
          .containsEntry("tasks", 3L * iterations)
          .containsEntry("candidates", 12L * iterations)
          .containsEntry("scores", 24L * iterations)
          .containsEntry("groups_complete", 3L * iterations)
          .containsEntry("groups_quorum", 0L)
          .containsEntry("groups_expired", 0L)
          .containsEntry("batches", (long) iterations)
          .containsEntry("trained_samples", 6L * iterations)
          .containsEntry("dead_letters", 0L)
          .containsEntry("scenarios", TinyRun.SCENARIOS);
      assertThat(counts.staleness().get("max").intValue()).isBetween(0, 1);
      assertVersions(List.copyOf(progress.weights().all()), iterations);
    }
  }

  private static void assertVersions(List<WeightsManifest> versions, int iterations) {
    assertThat(versions).extracting(WeightsManifest::getVersion).hasSize(iterations + 1);
    assertThat(versions).extracting(v -> v.getPolicy().getSha256()).doesNotHaveDuplicates();
    for (int i = 0; i <= iterations; i++) {
      assertThat(versions.get(i).getVersion()).isEqualTo(i);
      assertThat(versions.get(i).getIteration()).isEqualTo(i);
      assertThat(versions.get(i).getParent()).isEqualTo(i - 1);
    }
  }

  private static void assertBatches(Deployment deployment, int iterations) {
    List<TrainingBatch> batches = new ArrayList<>();
    TopicScan.each(
        deployment.clients(),
        deployment.topics().trainingBatches,
        (record, batch) -> batches.add(batch));
    assertThat(batches).extracting(TrainingBatch::getIteration).hasSize(iterations).isSorted();
    assertThat(batches).extracting(TrainingBatch::getIteration).doesNotHaveDuplicates();
    assertThat(batches)
        .flatExtracting(TrainingBatch::getGroups)
        .flatExtracting(group -> group.getMembers())
        .allSatisfy(member -> assertThat(member.getR()).isBetween(0.0, 1.0));
  }
}
