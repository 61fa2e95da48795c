package io.worldcompass.app;

import io.worldcompass.gpu.trainer.Rollbacks;
import io.worldcompass.gpu.trainer.TrainerLoop;
import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.avro.WeightsRollback;
import io.worldcompass.schemas.kafka.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;

/** Asks the trainer to go back to an earlier version, and waits for the version that results. */
final class Rollback {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Deployment deployment;

  Rollback(Deployment deployment) {
    this.deployment = deployment;
  }

  /**
   * Goes back to a version.
   *
   * @return the new version, with the wanted one as its parent
   * @throws UserException when it cannot be gone back to, or no trainer answers
   */
  WeightsManifest to(int version, String reason) {
    try (WeightsLog log =
        new WeightsLog(deployment.topics().policyWeights, deployment.clients(), "rollback-command")
            .readToEnd()) {
      int newest = check(log, version);
      request(version, reason);
      if (deployment.isAlone()) {
        answerInPlaceOfTheTrainer();
      }
      return await(log, version, newest);
    }
  }

  private int check(WeightsLog log, int version) {
    try {
      return Rollbacks.next(log, version, deployment.blobs()).getVersion() - 1;
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage() + "; see: ./worldcompass weights list", e);
    }
  }

  private void request(int version, String reason) {
    WeightsRollback request =
        new WeightsRollback(version, reason, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    String run = deployment.topics().run();
    try (Producer<byte[], byte[]> producer =
        deployment.clients().transactionalProducer("rollback-command")) {
      Transactions.write(
          producer, List.of(deployment.topics().weightsRollbacks.record(run, request)));
    }
  }

  /** The broker is this command's own, so that no trainer can be running. */
  private void answerInPlaceOfTheTrainer() {
    try (Producer<byte[], byte[]> producer =
            deployment.clients().transactionalProducer(TrainerLoop.NAME);
        Rollbacks rollbacks =
            new Rollbacks(
                deployment.topics(), deployment.clients(), deployment.blobs(), producer)) {
      rollbacks.answerAll();
    }
  }

  private static WeightsManifest await(WeightsLog log, int version, int newest) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      log.read(POLL);
      for (WeightsManifest manifest : log.all()) {
        if (manifest.getVersion() > newest && manifest.getParent() == version) {
          return manifest;
        }
      }
    }
    throw new UserException(
        "no trainer has answered within "
            + PATIENCE.toSeconds()
            + " s; the request stands, and a trainer answers it first when it starts");
  }
}
