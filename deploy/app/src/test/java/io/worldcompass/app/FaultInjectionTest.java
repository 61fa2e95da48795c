package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.app.history.Line;
import io.worldcompass.gpu.trainer.Staleness;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every role, the broker and the registry as processes that are really killed and frozen, at random
 * times. At the end nothing is lost, nothing happened twice, and every group has the bytes that it
 * has without a fault: with K = 0 a run is a function of its seed.
 *
 * <p>{@code -Dfaults=long} is 10,000 groups of 12 with at least 20 SIGKILLs of each role;
 * docs/guarantees.md has the command. {@code -Dfaults.seed=S} repeats a schedule.
 */
class FaultInjectionTest {
  private static final boolean LONG = "long".equals(System.getProperty("faults"));
  private static final int ITERATIONS = LONG ? 200 : 12;
  private static final int KILLS = LONG ? 20 : 1;
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("algorithm.prefixes", LONG ? "50" : "3"),
          Map.entry("algorithm.group-size", LONG ? "12" : "4"),
          Map.entry("algorithm.keep", LONG ? "6" : "2"),
          Map.entry("groups.quorum", "2"),
          // A group that is not whole is an error here, however slow the machine.
          Map.entry("groups.deadline", "10m"),
          Map.entry("rollout.lock", "15s"),
          Map.entry("planner.max-staleness", "0"),
          Map.entry("planner.minimum-pool", Long.toString(TinyRun.SCENARIOS)),
          Map.entry("local.simulated-scenarios", "6"),
          Map.entry("local.iterations", Integer.toString(ITERATIONS)));

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration SHORT_ABSENCE = Duration.ofSeconds(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path data;

  private final long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffff);
  private final Random random = new Random(seed);
  private final long begin = System.nanoTime();
  private int torn;

  @Test
  @Timeout(value = LONG_TIMEOUT_MINUTES, unit = java.util.concurrent.TimeUnit.MINUTES)
  void nothingIsLostOrDoneTwiceWhateverIsKilledFrozenOrAway() throws Exception {
    System.out.println("fault injection, seed " + seed + (LONG ? ", long" : ", short"));
    Path calm = data.resolve("calm");
    try (FaultCluster cluster = new FaultCluster(data, SETTINGS)) {
      cluster.startBrokerAndRegistry();
      try (Deployment deployment = Deployment.open(cluster.config("test"))) {
        deployment.createTopics();
        new LocalScenarios(deployment.config(), deployment).ingest();
        cluster.startRoles();
        runThroughFaults(cluster, deployment);
        System.out.printf("%5.1f s: trained%n", (System.nanoTime() - begin) / 1e9);
        assertThat(FinishedRun.groups(deployment))
            .isEqualTo(FinishedRun.undisturbed(config(calm), ITERATIONS));
        assertNothingLostOrTwice(deployment);
      }
      System.out.println("ended by themselves and started again: " + cluster.ownEnds());
    }
  }

  private static Config config(Path data) {
    ConfigLoader loader = new ConfigLoader().flag("storage.data", data.toString());
    SETTINGS.forEach(loader::flag);
    return loader.load();
  }

  private static final int LONG_TIMEOUT_MINUTES = 240;

  /** Faults are spread over the iterations, each at a random moment after the one before. */
  private void runThroughFaults(FaultCluster cluster, Deployment deployment) throws Exception {
    List<String> faults = faults();
    RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), ITERATIONS);
    try (progress) {
      int done = 0;
      long lastProgress = System.nanoTime();
      int lastIteration = 0;
      while (!progress.isFinished()) {
        progress.update(TICK);
        cluster.restartEnded();
        if (progress.iteration() > lastIteration) {
          lastIteration = progress.iteration();
          lastProgress = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - lastProgress))
            .as("seed %d: no progress since iteration %d", seed, lastIteration)
            .isLessThan(Duration.ofMinutes(4));
        if (done < faults.size() && lastIteration * faults.size() >= done * (ITERATIONS - 2)) {
          Thread.sleep(random.nextInt(1000)); // not a wait for anything: the moment is random
          inject(cluster, faults.get(done++));
        }
      }
      assertThat(done).as("faults that were injected").isEqualTo(faults.size());
    }
  }

  private List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      FaultCluster.ROLES.forEach(role -> faults.add("kill " + role));
      faults.add("kill " + FaultCluster.BROKER);
      faults.add("freeze " + (random.nextBoolean() ? "rollout-1" : "reward"));
      faults.add("away " + FaultCluster.REGISTRY);
      faults.add("disk rollout-" + (1 + random.nextInt(2)));
      faults.add("torn -");
    }
    Collections.shuffle(faults, random);
    return faults;
  }

  private void inject(FaultCluster cluster, String fault) throws Exception {
    System.out.printf("%5.1f s: %s%n", (System.nanoTime() - begin) / 1e9, fault);
    String victim = fault.substring(fault.indexOf(' ') + 1);
    switch (fault.substring(0, fault.indexOf(' '))) {
      case "kill" -> cluster.kill(victim);
      case "away" -> {
        cluster.killOnly(victim);
        // A role that starts now needs the registry, which is not there.
        cluster.kill("best-of-n");
        Thread.sleep(SHORT_ABSENCE.toMillis());
      }
      case "freeze" -> {
        cluster.signal(victim, "STOP");
        Thread.sleep(SHORT_ABSENCE.toMillis());
        cluster.signal(victim, "CONT");
      }
      case "disk" -> {
        if (cluster.limitFiles(victim, "100")) {
          Thread.sleep(SHORT_ABSENCE.toMillis());
          cluster.limitFiles(victim, "unlimited");
        }
      }
      default -> cluster.leaveTornBlob(torn++);
    }
    if (victim.equals(FaultCluster.BROKER)) {
      cluster.awaitBroker();
    }
  }

  private void assertNothingLostOrTwice(Deployment deployment) {
    System.out.println(Json.line(FinishedRun.assertClosed(deployment, ITERATIONS, "seed " + seed)));
    assertStaleness(deployment);
  }

  private void assertStaleness(Deployment deployment) {
    Map<Integer, WeightsManifest> made = new HashMap<>();
    FinishedRun.values(deployment, deployment.topics().policyWeights).stream()
        .filter(Line::isTrained)
        .forEach(manifest -> made.put(manifest.getIteration(), manifest));
    for (TrainingBatch batch :
        FinishedRun.values(deployment, deployment.topics().trainingBatches)) {
      WeightsManifest manifest = made.get(batch.getIteration());
      assertThat(Staleness.of(batch, manifest.getParent(), manifest.getLeftOut()))
          .as("seed %d", seed)
          .containsOnly(0);
      assertThat(manifest.getLeftOut()).isEmpty();
    }
  }
}
