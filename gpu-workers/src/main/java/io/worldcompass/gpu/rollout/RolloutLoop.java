package io.worldcompass.gpu.rollout;

import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.kafka.DeadLetters;
import io.worldcompass.schemas.kafka.KafkaClients;
import io.worldcompass.schemas.kafka.TopicSetup;
import io.worldcompass.schemas.kafka.Transactions;
import io.worldcompass.schemas.lifecycle.Loop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one rollout task at a time from the share group, generates its group, and writes all of its
 * candidates in one transaction: a group is seen whole or not at all. The task is acknowledged only
 * then, so that a worker's death gives it to another one; a second group of the same task is
 * recognised downstream by its ids.
 */
public final class RolloutLoop implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutLoop.class);
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * The broker archives a record silently after its fifth delivery: its dead letter comes before.
   */
  private static final short LAST_DELIVERY = 4;

  private final Topics topics;
  private final BlobStore blobs;
  private final TensorBlobs tensors;
  private final CandidateGenerator generator;
  private final String worker;
  private final Duration renewal;
  private final ShareConsumer<byte[], byte[]> tasks;
  private final Producer<byte[], byte[]> producer;
  private final WeightsLog weights;
  private final ExecutorService device;
  private WeightsManifest loaded;

  /**
   * A loop.
   *
   * @param worker name of the worker, unique among running ones
   * @param lock how long a task stays this worker's without a sign of life
   */
  public RolloutLoop(
      Topics topics,
      KafkaClients clients,
      BlobStore blobs,
      CandidateGenerator generator,
      String worker,
      Duration lock) {
    this.topics = topics;
    this.blobs = blobs;
    this.tensors = new TensorBlobs(blobs);
    this.generator = generator;
    this.worker = worker;
    this.renewal = lock.dividedBy(3);
    this.producer = clients.transactionalProducer(worker);
    this.weights = new WeightsLog(topics.policyWeights, clients, worker + "-weights");
    this.tasks = clients.shareConsumer(TopicSetup.ROLLOUT_GROUP, worker);
    tasks.subscribe(List.of(topics.rolloutTasks.name()));
    this.device =
        Executors.newSingleThreadExecutor(runnable -> new Thread(runnable, worker + "-device"));
  }

  @Override
  public void step() {
    for (ConsumerRecord<byte[], byte[]> record : tasks.poll(POLL)) {
      tasks.acknowledge(record, handle(record));
      tasks.commitSync();
    }
  }

  private AcknowledgeType handle(ConsumerRecord<byte[], byte[]> record) {
    try {
      RolloutTask task = topics.rolloutTasks.decode(record.value());
      if (!followWeights(task.getLeastPolicyVersion())) {
        throw new GenerationFailedException(
            new IllegalStateException(
                "the newest verified weights of %s are version %d, the task needs %d"
                    .formatted(worker, loadedVersion(), task.getLeastPolicyVersion())));
      }
      publish(generate(record, task).candidates(loaded, worker));
      return AcknowledgeType.ACCEPT;
    } catch (SerializationException | BlobException | IllegalArgumentException e) {
      return giveUp(record, e);
    } catch (GenerationFailedException e) {
      LOG.warn("task at offset {} failed, delivery {}", record.offset(), record.deliveryCount(), e);
      boolean last = record.deliveryCount().orElse((short) 1) >= LAST_DELIVERY;
      return last ? giveUp(record, e.getCause()) : AcknowledgeType.RELEASE;
    }
  }

  /**
   * Generates and stores on the device's thread, renewing the task's lock from this one meanwhile.
   */
  private GroupBlob generate(ConsumerRecord<byte[], byte[]> record, RolloutTask task) {
    Future<GroupBlob> group = device.submit(() -> generateAndStore(task));
    while (true) {
      try {
        return group.get(renewal.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        tasks.acknowledge(record, AcknowledgeType.RENEW);
        tasks.commitSync();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof BlobException || isBadTask(e.getCause())) {
          throw (RuntimeException) e.getCause();
        }
        throw e.getCause() instanceof GenerationFailedException failed
            ? failed
            : new GenerationFailedException(e.getCause());
      } catch (InterruptedException e) {
        group.cancel(true);
        Thread.currentThread().interrupt();
        throw new GenerationFailedException(e);
      }
    }
  }

  private GroupBlob generateAndStore(RolloutTask task) {
    GeneratedGroup group = generator.generate(task, tensors.get(task.getObservation()));
    try {
      return GroupBlob.store(blobs, task, group);
    } catch (BlobException e) {
      // The store's fault and not the task's: another worker may have a better disk.
      throw new GenerationFailedException(e);
    }
  }

  private static boolean isBadTask(Throwable e) {
    return e instanceof IllegalArgumentException;
  }

  private void publish(List<ClipCandidate> candidates) {
    Transactions.write(
        producer,
        candidates.stream()
            .map(candidate -> topics.clipCandidates.record(candidate.getPrefixId(), candidate))
            .toList());
  }

  private AcknowledgeType giveUp(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
    LOG.warn("task at offset {} goes to the dead letters: {}", record.offset(), reason.toString());
    Transactions.write(producer, List.of(DeadLetters.of(topics.deadLetters, record, reason)));
    return AcknowledgeType.REJECT;
  }

  /**
   * Swaps to the newest verified weights; false when none is as new as the task needs. Waits a
   * while then: a task that is released at once uses up its deliveries in a second.
   */
  private boolean followWeights(int least) {
    weights.read(Duration.ZERO);
    if (weights.latest().map(WeightsManifest::getVersion).orElse(-1) < least) {
      weights.readToEnd();
    }
    swapToNewest();
    if (loadedVersion() < Math.max(0, least)) {
      weights.read(renewal);
      swapToNewest();
    }
    return loadedVersion() >= Math.max(0, least);
  }

  private void swapToNewest() {
    weights.latest().filter(m -> m.getVersion() > loadedVersion()).ifPresent(this::swap);
  }

  private int loadedVersion() {
    return loaded == null ? -1 : loaded.getVersion();
  }

  private void swap(WeightsManifest manifest) {
    try {
      generator.load(new TensorBlobs(blobs).get(manifest.getPolicy()));
      loaded = manifest;
    } catch (BlobException | IllegalArgumentException e) {
      LOG.warn(
          "{} keeps version {}; version {} cannot be verified: {}",
          worker,
          loadedVersion(),
          manifest.getVersion(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    device.shutdownNow();
    weights.close();
    tasks.close(Duration.ofSeconds(5));
    producer.close(Duration.ofSeconds(5));
    awaitDevice();
    generator.close();
  }

  private void awaitDevice() {
    try {
      if (!device.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("{} is still generating after 10 s", worker);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A generation that may succeed when it is tried again, here or elsewhere. */
  private static final class GenerationFailedException extends RuntimeException {
    GenerationFailedException(Throwable cause) {
      super(cause);
    }
  }
}
