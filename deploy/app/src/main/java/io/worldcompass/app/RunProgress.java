package io.worldcompass.app;

import io.worldcompass.gpu.trainer.WatchMetrics;
import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.ScoredCandidate;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config.OnWarning;
import io.worldcompass.schemas.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a run on its topics, as any onlooker could. */
final class RunProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunProgress.class);

  /** Weight of the newest group in the shown means. */
  private static final double FRESHNESS = 0.05;

  private final Topics topics;
  private final WeightsLog weights;
  private final Consumer<byte[], byte[]> groups;
  private final int target;
  private final OnWarning onWarning;
  private final long begin = System.nanoTime();
  private final int versionAtBegin;
  private final int iterationAtBegin;
  private long groupCount;
  private int clipIndex;
  private double interactionFollowing = Double.NaN;
  private double visualQuality = Double.NaN;

  RunProgress(Topics topics, KafkaClients clients, int target) {
    this(topics, clients, target, OnWarning.WARN);
  }

  /**
   * Follows a run.
   *
   * @param target the last iteration
   * @param onWarning what the run's trainer does on a warning
   */
  RunProgress(Topics topics, KafkaClients clients, int target, OnWarning onWarning) {
    this.topics = topics;
    this.onWarning = onWarning;
    this.target = target;
    this.weights = new WeightsLog(topics.policyWeights, clients, "progress-weights").readToEnd();
    this.versionAtBegin = version();
    this.iterationAtBegin = iteration();
    this.groups = clients.reader("progress-groups");
    List<TopicPartition> partition = List.of(new TopicPartition(topics.scoredGroups.name(), 0));
    groups.assign(partition);
    groups.seekToBeginning(partition);
  }

  /** Takes in what is new, waiting at most that long. */
  void update(Duration wait) {
    weights.read(wait);
    for (ConsumerRecord<byte[], byte[]> record : groups.poll(Duration.ZERO)) {
      try {
        add(topics.scoredGroups.decode(record.value()));
      } catch (SerializationException e) {
        LOG.warn("scored-groups@{} passed over: {}", record.offset(), e.getMessage());
      }
    }
  }

  /** The newest published version; 0 before any. */
  int version() {
    return weights.latest().map(WeightsManifest::getVersion).orElse(0);
  }

  int versionAtBegin() {
    return versionAtBegin;
  }

  /** The newest trained iteration; a rollback is a version of its own, but no iteration. */
  int iteration() {
    return weights.latest().map(WeightsManifest::getIteration).orElse(0);
  }

  /** Groups that were closed, whole or not. */
  long groups() {
    return groupCount;
  }

  /** Whether the last iteration is trained, or the early warning stopped the training. */
  boolean isFinished() {
    return iteration() >= target || isStopped();
  }

  /** Whether the early warning stopped the training. */
  boolean isStopped() {
    return onWarning == OnWarning.STOP && WatchMetrics.isStopped(newestMetrics());
  }

  private Map<String, Double> newestMetrics() {
    return weights.latest().map(WeightsManifest::getMetrics).orElse(Map.of());
  }

  WeightsLog weights() {
    return weights;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "iteration %d/%d · clip %d · %d groups · IF %s · VQ %s · held-out IF %s · version %d ·"
            + " staleness %s · %s%s",
        Math.min(target, iteration() + 1),
        target,
        clipIndex,
        groupCount,
        number(interactionFollowing),
        number(visualQuality),
        number(heldOut()),
        version(),
        staleness(),
        timeLeft(),
        WatchMetrics.words(newestMetrics()).map(words -> " · WARNING " + words).orElse(""));
  }

  /** Joint IF by the judge, of the newest version that it measured. */
  private double heldOut() {
    return weights.all().stream()
        .map(manifest -> WatchMetrics.heldOutJoint(manifest.getMetrics()))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .reduce(Double.NaN, (earlier, later) -> later);
  }

  private void add(ScoredGroup group) {
    groupCount++;
    clipIndex = group.getClipIndex();
    for (ScoredCandidate member : group.getMembers()) {
      interactionFollowing =
          mean(interactionFollowing, member.getRewards().get("interaction_following"));
      visualQuality = mean(visualQuality, member.getRewards().get("visual_quality"));
    }
  }

  private static double mean(double mean, double value) {
    return Double.isNaN(mean) ? value : mean + FRESHNESS * (value - mean);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private String staleness() {
    return weights
        .latest()
        .map(manifest -> manifest.getMetrics().get("staleness_max"))
        .map(age -> Integer.toString(age.intValue()))
        .orElse("-");
  }

  private String timeLeft() {
    int done = iteration() - iterationAtBegin;
    if (done < 2) {
      return "starting";
    }
    double seconds = (System.nanoTime() - begin) / 1e9 / done * (target - iteration());
    return String.format(Locale.ROOT, "%dm%02ds left", (int) seconds / 60, (int) seconds % 60);
  }

  @Override
  public void close() {
    groups.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    weights.close();
  }
}
