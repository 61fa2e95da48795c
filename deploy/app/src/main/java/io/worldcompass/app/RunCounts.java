package io.worldcompass.app;

import io.worldcompass.app.history.Line;
import io.worldcompass.gpu.trainer.Staleness;
import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.GroupClose;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.kafka.KafkaClients;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What a run did, counted from its topics alone. */
final class RunCounts {
  private final Topics topics;
  private final KafkaClients clients;
  private final Map<Integer, Integer> parentByIteration = new HashMap<>();
  private long batches;
  private long trainedSamples;
  private IntStream ages = IntStream.empty();

  RunCounts(Topics topics, KafkaClients clients, WeightsLog weights) {
    this.topics = topics;
    this.clients = clients;
    for (WeightsManifest manifest : weights.all()) {
      if (Line.isTrained(manifest)) {
        parentByIteration.put(manifest.getIteration(), manifest.getParent());
      }
    }
    TopicScan.each(clients, topics.trainingBatches, (record, batch) -> add(batch));
  }

  private void add(TrainingBatch batch) {
    batches++;
    Integer trainedOn = parentByIteration.get(batch.getIteration());
    if (trainedOn != null) {
      trainedSamples +=
          batch.getGroups().stream()
              .flatMap(group -> group.getMembers().stream())
              .filter(BatchMember::getKept)
              .count();
      ages = IntStream.concat(ages, IntStream.of(Staleness.of(batch, trainedOn)));
    }
  }

  /** The counts of the command contract. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("scenarios", distinctScenarios());
    counts.put("tasks", size(topics.rolloutTasks));
    counts.put("candidates", size(topics.clipCandidates));
    counts.put("scores", size(topics.clipScores));
    Map<GroupClose, Long> groups = groups();
    counts.put("groups_complete", groups.getOrDefault(GroupClose.COMPLETE, 0L));
    counts.put("groups_quorum", groups.getOrDefault(GroupClose.QUORUM, 0L));
    counts.put("groups_expired", groups.getOrDefault(GroupClose.EXPIRED, 0L));
    counts.put("batches", batches);
    counts.put("trained_samples", trainedSamples);
    counts.put("dead_letters", size(topics.deadLetters));
    return counts;
  }

  /** Staleness of the trained samples in versions: max, p99 and mean. */
  Map<String, Number> staleness() {
    int[] sorted = ages.sorted().toArray();
    ages = IntStream.of(sorted);
    Map<String, Number> staleness = new LinkedHashMap<>();
    staleness.put("max", sorted.length == 0 ? 0 : sorted[sorted.length - 1]);
    staleness.put("p99", sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * 0.99)]);
    staleness.put("mean", IntStream.of(sorted).average().orElse(0));
    return staleness;
  }

  private long distinctScenarios() {
    Set<String> ids = new HashSet<>();
    TopicScan.each(
        clients, topics.promptActions, (record, scenario) -> ids.add(scenario.getScenarioId()));
    return ids.size();
  }

  private Map<GroupClose, Long> groups() {
    Map<GroupClose, Long> groups = new EnumMap<>(GroupClose.class);
    TopicScan.each(
        clients,
        topics.scoredGroups,
        (record, group) -> groups.merge(group.getClosed(), 1L, Long::sum));
    return groups;
  }

  private long size(io.worldcompass.schemas.Topic<?, ?> topic) {
    long[] size = {0};
    TopicScan.records(clients, topic, record -> size[0]++);
    return size[0];
  }
}
