package io.worldcompass.gpu.trainer;

import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.LeftOut;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.kafka.DeadLetters;
import io.worldcompass.schemas.kafka.KafkaClients;
import io.worldcompass.schemas.kafka.Transactions;
import io.worldcompass.schemas.lifecycle.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains batch after batch. A version's manifest and the offset of its batch are committed in one
 * transaction, after the blobs that the manifest names are on disk: whenever the process dies, the
 * next one loads the last published state and reads on from exactly there. The transactional id is
 * the run's, so a second trainer fences the first.
 */
public final class TrainerLoop implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerLoop.class);

  /** The transactional id's name: whoever holds it is the run's only writer of versions. */
  public static final String NAME = "trainer";

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int BATCHES_AHEAD = 2;

  private final Topics topics;
  private final BlobStore blobs;
  private final Learner learner;
  private final BatchLoader loader;
  private final Publication publication;
  private final TrainingWatch watch;
  private final Retention retention;
  private final Lineage lineage;
  private final Rollbacks rollbacks;
  private final int maxStaleness;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> batches;
  private final TopicPartition partition;
  private WeightsManifest latest;
  private long idleSince = System.nanoTime();

  /**
   * Takes over the run's line of weights, or begins it by publishing the learner's base weights.
   *
   * @param learner holds the base weights
   * @param watch looks at every version; closed with this
   * @param keepStates trainer states to keep on disk
   * @param keepWeights versions whose weights to keep on disk
   * @param maxStaleness K: no sample is trained on that is more versions older
   */
  public TrainerLoop(
      Topics topics,
      KafkaClients clients,
      BlobStore blobs,
      Learner learner,
      TrainingWatch watch,
      int keepStates,
      int keepWeights,
      int maxStaleness) {
    this.topics = topics;
    this.blobs = blobs;
    this.learner = learner;
    this.watch = watch;
    this.maxStaleness = maxStaleness;
    this.loader = new BatchLoader(blobs);
    this.publication = new Publication(blobs);
    this.producer = clients.transactionalProducer(NAME);
    this.batches = clients.consumer(NAME, BATCHES_AHEAD);
    this.partition = new TopicPartition(topics.trainingBatches.name(), 0);
    // Only now: the producer's start has settled what an earlier trainer left open.
    this.rollbacks = new Rollbacks(topics, clients, blobs, producer);
    try (WeightsLog log = new WeightsLog(topics.policyWeights, clients, "trainer-weights")) {
      if (log.readToEnd().latest().isPresent()) {
        // Before the newest state is loaded: it may be what one wants to get away from.
        rollbacks.answerAll();
      }
      this.retention = new Retention(blobs, keepStates, keepWeights, log.readToEnd().all());
      this.lineage = new Lineage(log.all());
      watch.resume(log.all());
      watch.best().flatMap(log::version).ifPresent(retention::pin);
      this.latest = log.latest().map(this::resume).orElseGet(this::publishBase);
    }
    rollBackIfWarned();
    batches.assign(List.of(partition));
    OffsetAndMetadata committed = batches.committed(Set.of(partition)).get(partition);
    batches.seek(partition, committed == null ? 0 : committed.offset());
    pauseIfStopped();
  }

  /** Batches stay on the topic, for a trainer that is told to go on. */
  private void pauseIfStopped() {
    if (watch.isStopped()) {
      batches.pause(List.of(partition));
    }
  }

  private WeightsManifest resume(WeightsManifest manifest) {
    learner.restore(blobs.get(manifest.getState()));
    LOG.info("resumes from version {}", manifest.getVersion());
    return manifest;
  }

  private WeightsManifest publishBase() {
    WeightsManifest base = publication.of(learner, 0, -1, 0, 0, watch.base(learner));
    Transactions.write(producer, List.of(record(base)));
    published(base);
    return base;
  }

  @Override
  public void step() {
    rollbacks.answer(Duration.ZERO).ifPresent(this::goBack);
    for (ConsumerRecord<byte[], byte[]> record : batches.poll(POLL)) {
      if (!watch.isStopped()) {
        handle(record);
      }
    }
  }

  private void goBack(WeightsManifest manifest) {
    latest = resume(manifest);
    watch.restart();
    published(manifest);
  }

  private void handle(ConsumerRecord<byte[], byte[]> record) {
    double idle = secondsSince(idleSince);
    try {
      TrainingBatch batch = topics.trainingBatches.decode(record.value());
      if (batch.getIteration() > latest.getIteration()) {
        train(record, batch, idle);
      } else {
        LOG.warn("iteration {} is trained already; skipped", batch.getIteration());
        commit(record, List.of());
      }
    } catch (SerializationException e) {
      LOG.warn("batch at offset {} goes to the dead letters", record.offset(), e);
      commit(record, List.of(DeadLetters.of(topics.deadLetters, record, e)));
    }
    idleSince = System.nanoTime();
  }

  private void train(ConsumerRecord<byte[], byte[]> record, TrainingBatch batch, double idle) {
    long begin = System.nanoTime();
    BatchLoader.Loaded loaded = loader.load(batch, lineage.trainable(maxStaleness));
    Map<String, Double> metrics = new HashMap<>();
    try {
      metrics.putAll(learner.train(batch.getIteration(), loaded.groups()));
    } catch (IllegalArgumentException e) {
      // Tensors that do not fit: a poisoned batch must not end the run.
      loaded = loaded.unusable(e.getMessage());
      metrics.putAll(learner.train(batch.getIteration(), List.of()));
    }
    metrics.put("idle_seconds", idle);
    metrics.put("groups_left_out", (double) loaded.leftOut().size());
    metrics.putAll(staleness(batch, loaded));
    int version = latest.getVersion() + 1;
    metrics.putAll(watch.observe(version, batch, metrics, learner));
    metrics.put("busy_seconds", secondsSince(begin));
    WeightsManifest next =
        publication.of(
            learner,
            version,
            latest.getVersion(),
            batch.getIteration(),
            record.offset() + 1,
            metrics);
    next.setLeftOut(loaded.leftOut());
    commit(record, answers(record, next));
    latest = next;
    published(next);
    rollBackIfWarned();
    pauseIfStopped();
  }

  private void published(WeightsManifest manifest) {
    lineage.add(manifest);
    retention.published(manifest);
    if (watch.best().equals(Optional.of(manifest.getVersion()))) {
      retention.pin(manifest);
    }
  }

  /** Publishes the whole state of the best version once more, as the newest one. */
  private void rollBackIfWarned() {
    Optional<WeightsManifest> best = watch.rollback().flatMap(retention::pinned);
    if (best.isPresent()) {
      LOG.warn(
          "version {} rolls back to {}: watch.on-warning",
          latest.getVersion(),
          best.get().getVersion());
      WeightsManifest back = Rollbacks.next(latest, best.get());
      Transactions.write(producer, List.of(record(back)));
      goBack(back);
    }
  }

  private Map<String, Double> staleness(TrainingBatch batch, BatchLoader.Loaded loaded) {
    int trainedOn = latest.getVersion();
    int queued = Math.max(0, trainedOn - lineage.newestAt(batch.getCreatedAt()));
    return Staleness.metrics(Staleness.of(batch, trainedOn, loaded.leftOut()), queued);
  }

  /** The manifest, and a dead letter for each group whose data are bad. */
  private List<ProducerRecord<byte[], byte[]>> answers(
      ConsumerRecord<byte[], byte[]> record, WeightsManifest next) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(record(next));
    for (LeftOut left : next.getLeftOut()) {
      LOG.warn(
          "iteration {}: candidates {} of {} left out: {}",
          next.getIteration(),
          left.getCandidates(),
          left.getPrefixId(),
          left.getReason());
      if (!left.getReason().startsWith("stale")) {
        String message = left.getReason() + " (group " + left.getPrefixId() + ")";
        records.add(DeadLetters.of(topics.deadLetters, record, new BlobException(message)));
      }
    }
    return records;
  }

  private void commit(
      ConsumerRecord<byte[], byte[]> record, List<ProducerRecord<byte[], byte[]>> records) {
    Transactions.write(
        producer,
        records,
        Map.of(partition, new OffsetAndMetadata(record.offset() + 1)),
        batches.groupMetadata());
  }

  private ProducerRecord<byte[], byte[]> record(WeightsManifest manifest) {
    return topics.policyWeights.record(Rollbacks.key(manifest), manifest);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  @Override
  public void close() {
    rollbacks.close();
    batches.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    producer.close(Duration.ofSeconds(5));
    learner.close();
    watch.close();
  }
}
