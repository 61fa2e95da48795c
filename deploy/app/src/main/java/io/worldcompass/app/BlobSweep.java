package io.worldcompass.app;

import io.worldcompass.app.history.LiveBlobs;
import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.kafka.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Removes blobs that no live record names: marks what the topics name, then sweeps the store. A
 * blob that was written within the last hour stays in any case, since its record may be on the way.
 */
final class BlobSweep {
  static final Duration GRACE = Duration.ofHours(1);

  /** Clocks of the machines may differ, and so may the order of records of one iteration. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private final Topics topics;
  private final KafkaClients clients;
  private final BlobStore blobs;
  private final int keepIterations;
  private final int maxStaleness;

  BlobSweep(Deployment deployment) {
    this.topics = deployment.topics();
    this.clients = deployment.clients();
    this.blobs = deployment.blobs();
    this.keepIterations = deployment.config().storage().keepIterations();
    this.maxStaleness = deployment.config().planner().maxStaleness();
  }

  /** Marks, then removes what was written before a time and is not marked. */
  BlobStore.Swept sweep(Instant before) {
    Set<String> live = live();
    return blobs.sweep(before, live::contains);
  }

  private Set<String> live() {
    try (WeightsLog weights = new WeightsLog(topics.policyWeights, clients, "sweep-weights")) {
      int trained = weights.readToEnd().latest().map(WeightsManifest::getIteration).orElse(0);
      int lastOld = trained - keepIterations;
      LiveBlobs live = new LiveBlobs(lastOld);
      Instant from = firstTask(weights, lastOld + 1).minus(MARGIN);
      List<Topic<String, ? extends SpecificRecord>> flow =
          List.of(
              topics.rolloutTasks,
              topics.clipCandidates,
              topics.scoredGroups,
              topics.trainingBatches);
      flow.forEach(topic -> TopicScan.since(clients, topic, from, live::add));
      TopicScan.each(clients, topics.promptActions, (record, scenario) -> live.add(scenario));
      TopicScan.each(clients, topics.scenarioOutcomes, (record, outcome) -> live.add(outcome));
      // Read again and last: a version of this moment names blobs too.
      weights.readToEnd().all().forEach(live::add);
      return live.hashes();
    }
  }

  /** No task of an iteration was issued before iteration j-1-K was published. */
  private Instant firstTask(WeightsLog weights, int iteration) {
    int published = iteration - 1 - maxStaleness;
    return weights.all().stream()
        .filter(manifest -> manifest.getIteration() <= published)
        .reduce((a, b) -> b)
        .map(WeightsManifest::getCreatedAt)
        .orElse(Instant.EPOCH.plus(MARGIN));
  }
}
