package io.worldcompass.gpu.rewarder;

import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.kafka.DeadLetters;
import io.worldcompass.schemas.kafka.KafkaClients;
import io.worldcompass.schemas.kafka.Transactions;
import io.worldcompass.schemas.lifecycle.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores candidates, group by group, with one reward. Scores and the offsets of their candidates
 * are committed in one transaction: every candidate gets exactly one answer, a value or an error.
 */
public final class RewardLoop implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(RewardLoop.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int CANDIDATES_AT_ONCE = 64;

  private final Topics topics;
  private final TensorBlobs tensors;
  private final GroupScorer scorer;
  private final Consumer<byte[], byte[]> candidates;
  private final Producer<byte[], byte[]> producer;

  /**
   * A loop; workers of the same reward share its consumer group.
   *
   * @param worker name of the worker, unique among running ones
   */
  public RewardLoop(
      Topics topics, KafkaClients clients, BlobStore blobs, GroupScorer scorer, String worker) {
    this.topics = topics;
    this.tensors = new TensorBlobs(blobs);
    this.scorer = scorer;
    this.producer = clients.transactionalProducer(worker);
    this.candidates = clients.consumer("reward-" + scorer.reward(), CANDIDATES_AT_ONCE);
    candidates.subscribe(List.of(topics.clipCandidates.name()));
  }

  @Override
  public void step() {
    ConsumerRecords<byte[], byte[]> polled = candidates.poll(POLL);
    if (polled.isEmpty()) {
      return;
    }
    Transactions.write(producer, answers(polled), nextOffsets(polled), candidates.groupMetadata());
  }

  private List<ProducerRecord<byte[], byte[]>> answers(ConsumerRecords<byte[], byte[]> polled) {
    List<ProducerRecord<byte[], byte[]>> answers = new ArrayList<>();
    Map<String, List<Asked>> groups = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      try {
        ClipCandidate candidate = topics.clipCandidates.decode(record.value());
        groups
            .computeIfAbsent(candidate.getPrefixId(), id -> new ArrayList<>())
            .add(new Asked(candidate, record));
      } catch (SerializationException e) {
        answers.add(DeadLetters.of(topics.deadLetters, record, e));
      }
    }
    groups.values().forEach(group -> answers.addAll(score(group)));
    return answers;
  }

  /** A candidate to score, with the record that it came in. */
  private record Asked(ClipCandidate candidate, ConsumerRecord<byte[], byte[]> record) {}

  private List<ProducerRecord<byte[], byte[]>> score(List<Asked> asked) {
    List<ClipCandidate> group = asked.stream().map(Asked::candidate).toList();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    try {
      List<GroupScorer.Score> scores = scorer.score(clips(group));
      for (int i = 0; i < group.size(); i++) {
        records.add(record(group.get(i), checked(scores.get(i))));
      }
      return records;
    } catch (RuntimeException e) {
      // Not the worker's end: the group closes by quorum, and the reason is on the log.
      LOG.warn("no {} for group {}", scorer.reward(), group.get(0).getPrefixId(), e);
      return group.size() > 1 ? oneByOne(asked) : failed(asked.get(0), e);
    }
  }

  /** One bad candidate must not cost the others their scores. */
  private List<ProducerRecord<byte[], byte[]>> oneByOne(List<Asked> asked) {
    return asked.stream().flatMap(one -> score(List.of(one)).stream()).toList();
  }

  /** An error for an answer; the record itself is a dead letter when its data are bad. */
  private List<ProducerRecord<byte[], byte[]>> failed(Asked asked, RuntimeException e) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(record(asked.candidate(), error(e.toString())));
    if (e instanceof BlobException || e instanceof IllegalArgumentException) {
      records.add(DeadLetters.of(topics.deadLetters, asked.record(), e));
    }
    return records;
  }

  private GroupScorer.GroupClips clips(List<ClipCandidate> group) {
    ClipCandidate any = group.get(0);
    return new GroupScorer.GroupClips(
        any.getPrompt(),
        any.getLabels(),
        tensors.get(any.getFirstFrame()),
        tensors.get(any.getPreviousFrame() == null ? any.getFirstFrame() : any.getPreviousFrame()),
        group.stream().map(candidate -> tensors.get(candidate.getFrames())).toList());
  }

  private ClipScore.Builder checked(GroupScorer.Score score) {
    if (!Rewards.isInRange(scorer.reward(), score.value())) {
      return error(
          "the score is " + score.value() + ", expected " + Rewards.range(scorer.reward()));
    }
    return ClipScore.newBuilder().setValue(score.value()).setDetails(score.details());
  }

  private static ClipScore.Builder error(String reason) {
    return ClipScore.newBuilder().setError(reason);
  }

  private ProducerRecord<byte[], byte[]> record(ClipCandidate candidate, ClipScore.Builder score) {
    ClipScore value =
        score
            .setPrefixId(candidate.getPrefixId())
            .setIteration(candidate.getIteration())
            .setCandidate(candidate.getCandidate())
            .setReward(scorer.reward())
            .setScorer(scorer.scorer())
            .setScorerVersion(scorer.version())
            .build();
    return topics.clipScores.record(value.getPrefixId(), value);
  }

  private static Map<TopicPartition, OffsetAndMetadata> nextOffsets(
      ConsumerRecords<byte[], byte[]> polled) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      offsets.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    return offsets;
  }

  @Override
  public void close() {
    candidates.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    producer.close(Duration.ofSeconds(5));
    scorer.close();
  }
}
