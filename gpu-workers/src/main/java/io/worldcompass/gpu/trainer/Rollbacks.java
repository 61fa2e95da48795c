package io.worldcompass.gpu.trainer;

import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.avro.WeightsRollback;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.kafka.DeadLetters;
import io.worldcompass.schemas.kafka.KafkaClients;
import io.worldcompass.schemas.kafka.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * Answers requests to go back to an earlier version: with a NEW version that has the old one's
 * weights and trainer state and names it as its parent, so that no number is ever used twice and
 * the line that is left stays readable. The answer and the request's offset are one transaction of
 * the trainer's producer.
 */
public final class Rollbacks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rollbacks.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Topics topics;
  private final KafkaClients clients;
  private final BlobStore blobs;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> requests;
  private final TopicPartition partition;

  /**
   * Reads on from the last answered request.
   *
   * @param producer the trainer's, initialised: whoever holds it is the only writer of versions
   */
  public Rollbacks(
      Topics topics, KafkaClients clients, BlobStore blobs, Producer<byte[], byte[]> producer) {
    this.topics = topics;
    this.clients = clients;
    this.blobs = blobs;
    this.producer = producer;
    this.requests = clients.consumer("trainer-rollbacks", 1);
    this.partition = new TopicPartition(topics.weightsRollbacks.name(), 0);
    requests.assign(List.of(partition));
    OffsetAndMetadata committed = requests.committed(Set.of(partition)).get(partition);
    requests.seek(partition, committed == null ? 0 : committed.offset());
  }

  /** Answers every request that is on the topic now. */
  public void answerAll() {
    long end = requests.endOffsets(List.of(partition)).get(partition);
    while (requests.position(partition) < end) {
      answer(POLL);
    }
  }

  /** Answers what has come, waiting at most that long; the version that results, if one does. */
  public Optional<WeightsManifest> answer(Duration wait) {
    Optional<WeightsManifest> result = Optional.empty();
    for (ConsumerRecord<byte[], byte[]> request : requests.poll(wait)) {
      result = answer(request).or(() -> Optional.empty());
    }
    return result;
  }

  private Optional<WeightsManifest> answer(ConsumerRecord<byte[], byte[]> record) {
    try (WeightsLog log = new WeightsLog(topics.policyWeights, clients, "rollback-weights")) {
      WeightsRollback request = topics.weightsRollbacks.decode(record.value());
      WeightsManifest next = next(log.readToEnd(), request.getVersion(), blobs);
      commit(record, topics.policyWeights.record(key(next), next));
      LOG.info(
          "version {} is version {} again: {}",
          next.getVersion(),
          next.getParent(),
          request.getReason());
      return Optional.of(next);
    } catch (SerializationException | BlobException | IllegalArgumentException e) {
      LOG.warn("no rollback: {}", e.getMessage());
      commit(record, DeadLetters.of(topics.deadLetters, record, e));
      return Optional.empty();
    }
  }

  /**
   * The version that returns to an earlier one.
   *
   * @throws IllegalArgumentException when there is no such earlier version, or its trainer state is
   *     not kept
   * @throws BlobException when its weights or trainer state are missing or altered
   */
  public static WeightsManifest next(WeightsLog log, int version, BlobStore blobs) {
    WeightsManifest newest =
        log.latest().orElseThrow(() -> new IllegalArgumentException("no version is published yet"));
    WeightsManifest wanted =
        log.version(version)
            .orElseThrow(
                () -> new IllegalArgumentException("version " + version + " does not exist"));
    if (version >= newest.getVersion()) {
      throw new IllegalArgumentException("version " + version + " is the newest already");
    }
    if (wanted.getState() == null) {
      throw new IllegalArgumentException("version " + version + " has no trainer state");
    }
    blobs.get(wanted.getState());
    blobs.get(wanted.getPolicy().getSha256());
    return next(newest, wanted);
  }

  /** The version after the newest, with the weights and the trainer state of an earlier one. */
  static WeightsManifest next(WeightsManifest newest, WeightsManifest wanted) {
    return WeightsManifest.newBuilder(wanted)
        .setVersion(newest.getVersion() + 1)
        .setParent(wanted.getVersion())
        .setIteration(newest.getIteration())
        .setBatchOffset(newest.getBatchOffset())
        .setMetrics(Map.of(WatchMetrics.ROLLED_BACK_TO, (double) wanted.getVersion()))
        .setLeftOut(List.of())
        .setCreatedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
        .build();
  }

  /** The version is in the key: compaction keeps every version, once. */
  static String key(WeightsManifest manifest) {
    return manifest.getModel() + "/" + manifest.getVersion();
  }

  private void commit(
      ConsumerRecord<byte[], byte[]> request, ProducerRecord<byte[], byte[]> answer) {
    Transactions.write(
        producer,
        List.of(answer),
        Map.of(partition, new OffsetAndMetadata(request.offset() + 1)),
        requests.groupMetadata());
  }

  @Override
  public void close() {
    requests.close(CloseOptions.timeout(Duration.ofSeconds(2)));
  }
}
