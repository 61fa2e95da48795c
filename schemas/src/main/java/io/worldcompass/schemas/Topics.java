package io.worldcompass.schemas;

import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RewardSummary;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScenarioOutcome;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.SourcePosition;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.avro.WeightsRollback;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Every topic of a run, in the order of the data's flow. */
public final class Topics {
  private static final Map<String, String> KEPT = Map.of("retention.ms", "-1");

  /**
   * A batch names up to M * G candidates, so its records are larger than Kafka's default of 1 MB.
   */
  private static final Map<String, String> LARGE =
      Map.of("retention.ms", "-1", "max.message.bytes", "16777216");

  private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

  private final String run;
  private final AvroSerdes serdes;

  public final Topic<String, PromptAction> promptActions;
  public final Topic<String, SourcePosition> sourcePositions;
  public final Topic<String, ScenarioOutcome> scenarioOutcomes;
  public final Topic<String, RolloutTask> rolloutTasks;
  public final Topic<String, ClipCandidate> clipCandidates;
  public final Topic<String, ClipScore> clipScores;
  public final Topic<String, ScoredGroup> scoredGroups;
  public final Topic<String, TrainingBatch> trainingBatches;
  public final Topic<String, WeightsManifest> policyWeights;
  public final Topic<String, WeightsRollback> weightsRollbacks;
  public final Topic<String, RewardSummary> rewardSummaries;
  public final Topic<byte[], byte[]> deadLetters;

  /**
   * Names the topics of a run.
   *
   * @param run the run's name, the prefix of every topic
   * @param partitions partitions of the topics that are keyed by scenario or prefix
   * @param serdes how values are written
   */
  public Topics(String run, int partitions, AvroSerdes serdes) {
    this.run = run;
    this.serdes = serdes;
    promptActions = avro("prompt-actions", partitions, KEPT);
    sourcePositions = avro("source-positions", 1, COMPACTED);
    scenarioOutcomes = avro("scenario-outcomes", 1, KEPT);
    // One partition: a frozen member of a share group would starve a partition of its own.
    rolloutTasks = avro("rollout-tasks", 1, KEPT);
    clipCandidates = avro("clip-candidates", partitions, KEPT);
    clipScores = avro("clip-scores", partitions, KEPT);
    scoredGroups = avro("scored-groups", 1, LARGE);
    // One partition: a standard deviation over the iteration needs one place.
    trainingBatches = avro("training-batches", 1, LARGE);
    policyWeights = avro("policy-weights", 1, COMPACTED);
    weightsRollbacks = avro("weights-rollbacks", 1, KEPT);
    rewardSummaries = avro("reward-summaries", 1, KEPT);
    deadLetters =
        new Topic<>(
            "dead-letters",
            run + ".dead-letters",
            Serdes.ByteArray(),
            Serdes.ByteArray(),
            1,
            LARGE);
  }

  public List<Topic<?, ?>> all() {
    return List.of(
        promptActions,
        sourcePositions,
        scenarioOutcomes,
        rolloutTasks,
        clipCandidates,
        clipScores,
        scoredGroups,
        trainingBatches,
        policyWeights,
        weightsRollbacks,
        rewardSummaries,
        deadLetters);
  }

  /** Finds a topic by its role or by its full name. */
  public Optional<Topic<?, ?>> find(String name) {
    return all().stream()
        .filter(topic -> topic.role().equals(name) || topic.name().equals(name))
        .findFirst();
  }

  /** The serdes that the topics are made with, for state stores of the same records. */
  public AvroSerdes serdes() {
    return serdes;
  }

  public String run() {
    return run;
  }

  private <V extends SpecificRecord> Topic<String, V> avro(
      String role, int partitions, Map<String, String> config) {
    Serde<V> value = serdes.values();
    return new Topic<>(role, run + "." + role, Serdes.String(), value, partitions, config);
  }
}
