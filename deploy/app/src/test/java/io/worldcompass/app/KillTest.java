package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.avro.BatchGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.kafka.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole run, broker and all, ends in the middle of its work, and is started again. */
@Timeout(240)
class KillTest {
  private static final int STOP_AT = 2;
  private static final int ITERATIONS = 6;

  @TempDir private Path data;

  @Test
  void aKilledRunGoesOnWithNoBatchTrainedTwiceAndNoneMissing() throws Exception {
    try (TinyRunProcess run = TinyRunProcess.start(data, Integer.MAX_VALUE)) {
      run.awaitVersion(STOP_AT);
    }
    goOnAndCheck();
  }

  @Test
  void aStoppedRunEndsWithinHalfAMinuteAndGoesOn() throws Exception {
    try (TinyRunProcess run = TinyRunProcess.start(data, Integer.MAX_VALUE)) {
      run.awaitVersion(STOP_AT);
      assertThat(run.stop(Duration.ofSeconds(30))).isTrue();
      assertThat(run.endedInOrder()).isTrue();
    }
    goOnAndCheck();
  }

  private void goOnAndCheck() {
    Config config = TinyRun.config(data);
    try (Deployment deployment = Deployment.startLocal(config)) {
      new LocalScenarios(config, deployment).ingest();
      List<WeightsManifest> before = values(deployment, deployment.topics().policyWeights);
      assertThat(before).hasSizeGreaterThan(STOP_AT);
      // The roles of the second start plan no further than this.
      int iterations = Math.max(ITERATIONS, before.size() + 2);
      TinyRun.train(deployment, iterations);
      assertLineOfVersions(deployment, iterations);
      assertBatches(deployment, iterations);
      assertDeadLettersAreOfSecondAttempts(deployment);
    }
  }

  private static void assertLineOfVersions(Deployment deployment, int iterations) {
    List<WeightsManifest> line = values(deployment, deployment.topics().policyWeights);
    List<Integer> all = IntStream.rangeClosed(0, iterations).boxed().toList();
    assertThat(line).extracting(WeightsManifest::getVersion).isEqualTo(all);
    assertThat(line).extracting(WeightsManifest::getIteration).isEqualTo(all);
    assertThat(line).extracting(manifest -> manifest.getParent() + 1).isEqualTo(all);
  }

  private static void assertBatches(Deployment deployment, int iterations) {
    List<TrainingBatch> batches = values(deployment, deployment.topics().trainingBatches);
    assertThat(batches)
        .extracting(TrainingBatch::getIteration)
        .isEqualTo(IntStream.rangeClosed(1, iterations).boxed().toList());
    assertThat(batches)
        .flatExtracting(TrainingBatch::getGroups)
        .extracting(BatchGroup::getPrefixId)
        .hasSize(TinyRun.PREFIXES * iterations)
        .doesNotHaveDuplicates();
  }

  /** A task whose worker died between its candidates and its acknowledgement is done again. */
  private static void assertDeadLettersAreOfSecondAttempts(Deployment deployment) {
    List<String> reasons = new ArrayList<>();
    TopicScan.each(
        deployment.clients(),
        deployment.topics().deadLetters,
        (record, value) -> reasons.add(reason(record)));
    assertThat(reasons).allMatch(reason -> reason.matches("(duplicate|late): .*"));
  }

  private static String reason(ConsumerRecord<byte[], byte[]> record) {
    return new String(
        record.headers().lastHeader(DeadLetters.MESSAGE).value(), StandardCharsets.UTF_8);
  }

  private static <V> List<V> values(Deployment deployment, Topic<?, V> topic) {
    List<V> values = new ArrayList<>();
    TopicScan.each(deployment.clients(), topic, (record, value) -> values.add(value));
    return values;
  }
}
