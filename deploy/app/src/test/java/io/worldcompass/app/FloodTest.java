package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.app.history.Ledger;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.kafka.Transactions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee 9 on a running cluster: the trainer is paused while scenarios flood in, and nine groups
 * of ten have rewards without variance. Nothing grows with the flood, and nothing waits for ever.
 *
 * <p>{@code -Dflood=long} is a pause of ten minutes and 30,000 scenarios; docs/guarantees.md has
 * the command.
 */
@Timeout(value = FloodTest.TIMEOUT_MINUTES, unit = TimeUnit.MINUTES)
class FloodTest {
  static final int TIMEOUT_MINUTES = 40;

  private static final boolean LONG = "long".equals(System.getProperty("flood"));
  private static final Duration PAUSE = LONG ? Duration.ofMinutes(10) : Duration.ZERO;
  private static final int WAVES = LONG ? 20 : 2;
  private static final int WAVE = LONG ? 1500 : 750;
  private static final int POOL = 32;
  private static final int STALENESS = 1;
  private static final int ITERATIONS = 8;

  /** Of a hundred thousand records of a wave's kind, and of what the collector leaves for later. */
  private static final long HEAP_MARGIN = 48L << 20;

  @TempDir private Path data;

  private final PausedTrainer models = new PausedTrainer();

  @Test
  void aPausedTrainerAFloodAndGroupsWithoutVarianceLeaveEverythingBounded() throws Exception {
    Map<String, String> settings =
        Map.of(
            "planner.pool-size", "" + POOL,
            "planner.minimum-pool", "" + TinyRun.SCENARIOS,
            "planner.max-staleness", "" + STALENESS);
    try (Deployment deployment = Deployment.startLocal(TinyRun.config(data, settings))) {
      new LocalScenarios(deployment.config(), deployment).ingest();
      RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), ITERATIONS);
      try (progress;
          RoleGroup roles = new RoleGroup(new Roles(deployment, models).all(ITERATIONS))) {
        roles.start();
        awaitStandstill(deployment, roles);
        flood(deployment, 0);
        long before = heap();
        long begin = System.nanoTime();
        for (int wave = 1; wave < WAVES; wave++) {
          models.await(PAUSE.dividedBy(WAVES - 1));
          flood(deployment, wave);
          assertBounded(deployment, before);
        }
        assertThat(progress.iteration()).as("the trainer is paused").isZero();
        System.out.printf("paused for %.0f s%n", (System.nanoTime() - begin) / 1e9);
        models.resume();
        while (!progress.isFinished()) {
          progress.update(Duration.ofMillis(100));
          assertThat(roles.failed()).isEmpty();
        }
      }
      assertEveryDropHasAReason(deployment);
    }
  }

  /** All that may be in flight is a batch, and waits for the trainer. */
  private static void awaitStandstill(Deployment deployment, RoleGroup roles) {
    while (count(deployment, deployment.topics().trainingBatches) < STALENESS + 1) {
      assertThat(roles.failed()).isEmpty();
    }
  }

  private static void flood(Deployment deployment, int wave) {
    PromptAction[] any = new PromptAction[1];
    TopicScan.each(
        deployment.clients(), deployment.topics().promptActions, (record, s) -> any[0] = s);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < WAVE; i++) {
      String id = "flood-" + wave + "-" + i;
      Tensor observation = Tensor.ofInts("x", new int[] {wave, i}, 2);
      String sha256 = deployment.blobs().put(Safetensors.bytes(List.of(observation), Map.of()));
      any[0].setScenarioId(id);
      any[0].setObservation(new TensorRef(sha256, "x", List.of(2L)));
      records.add(deployment.topics().promptActions.record(id, any[0]));
    }
    try (Producer<byte[], byte[]> producer = deployment.clients().transactionalProducer("flood")) {
      Transactions.write(producer, records);
    }
    new ConsumedOffsets(deployment.clients())
        .awaitEnd("planner", deployment.topics().promptActions);
  }

  private static void assertBounded(Deployment deployment, long heapBefore) {
    assertThat(count(deployment, deployment.topics().rolloutTasks))
        .as("tasks in flight")
        .isEqualTo((STALENESS + 1L) * TinyRun.PREFIXES);
    Map<String, Integer> stores = StoreEntries.count(deployment.clients());
    stores.keySet().removeIf(store -> store.contains("planner-seen")); // 65,536 ids at most
    assertThat(stores).anySatisfy((store, n) -> assertThat(n).isEqualTo(POOL));
    assertThat(stores).allSatisfy((store, n) -> assertThat(n).as(store).isLessThan(4 * POOL));
    BlobStore.Swept swept = new BlobSweep(deployment).sweep(Instant.now().plusSeconds(60));
    assertThat(swept.kept()).isLessThan(3 * POOL);
    long heap = heap();
    System.out.printf(
        "heap %.1f MB after %.1f MB, %d store entries, %d blobs%n",
        heap / 1e6, heapBefore / 1e6, sum(stores), swept.kept());
    assertThat(heap).isLessThan(heapBefore + HEAP_MARGIN);
  }

  private static void assertEveryDropHasAReason(Deployment deployment) {
    Ledger.Report ledger = FinishedRun.assertClosed(deployment, ITERATIONS, "after the flood");
    System.out.println(Json.line(ledger));
    assertThat(ledger.scenarios().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(TinyRun.SCENARIOS + (long) WAVES * WAVE);
    assertThat(ledger.scenarios().get("pooled")).isLessThanOrEqualTo(POOL);
    assertThat(ledger.reasons().get("scenarios").get("filtered"))
        .isNotEmpty()
        .doesNotContainKey("");
    long[] flat = new long[1];
    TopicScan.each(
        deployment.clients(),
        deployment.topics().scoredGroups,
        (record, group) -> flat[0] += isFlat(group) ? 1 : 0);
    assertThat(flat[0]).as("groups without variance").isGreaterThan(ITERATIONS);
  }

  private static boolean isFlat(ScoredGroup group) {
    return group.getMembers().stream().map(member -> member.getRewards()).distinct().count() == 1;
  }

  private static long count(Deployment deployment, Topic<?, ?> topic) {
    AtomicLong count = new AtomicLong();
    TopicScan.records(deployment.clients(), topic, record -> count.incrementAndGet());
    return count.get();
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(n -> n).sum();
  }

  private static long heap() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
