package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.app.history.DeadLetter;
import io.worldcompass.app.history.Ledger;
import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.kafka.Transactions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee 8: whatever is on the topics, no role stops, and what is bad is kept with its origin.
 */
@Timeout(180)
class PoisonTest {
  private static final int ITERATIONS = 4;
  private static final byte[] GARBAGE = {0, 0, 0, 1, 1, 9};

  @TempDir private Path data;

  @Test
  void poisonOnEveryTopicEndsInTheDeadLettersAndEveryRoleGoesOn() throws Exception {
    try (Deployment deployment =
        Deployment.startLocal(TinyRun.config(data, Map.of("groups.deadline", "8s")))) {
      new LocalScenarios(deployment.config(), deployment).ingest();
      List<Topic<String, ?>> poisoned = flow(deployment.topics());
      poisoned.forEach(topic -> write(deployment, topic.name(), "poison", GARBAGE));
      writeUnknownAction(deployment);
      writeTask(deployment, "no-blob", new TensorRef("f".repeat(64), "x", List.of(1L)));
      writeTask(deployment, "altered", altered(deployment));
      writeTask(deployment, "wrong-shape", new TensorRef(put(deployment), "x", List.of(3L)));
      byte[] orphan = writeCandidateWithoutTask(deployment, altered(deployment));

      train(deployment);

      List<DeadLetter> letters = letters(deployment);
      for (Topic<String, ?> topic : poisoned) {
        assertThat(letters)
            .as("dead letters of %s", topic.name())
            .filteredOn(letter -> letter.topic().equals(topic.name()))
            .filteredOn(letter -> java.util.Arrays.equals(letter.value(), GARBAGE))
            .isNotEmpty()
            .allSatisfy(letter -> assertThat(letter.originOffset()).isNotNegative())
            .allSatisfy(letter -> assertThat(letter.id()).isEqualTo("poison"));
      }
      assertThat(letters)
          .anySatisfy(l -> assertThat(l.reason()).contains("unknown action: label 81"))
          .anySatisfy(
              l -> assertOrigin(l, "no-blob", "rollout-tasks", "f".repeat(64) + " is missing"))
          .anySatisfy(l -> assertOrigin(l, "altered", "rollout-tasks", "is corrupt"))
          .anySatisfy(l -> assertOrigin(l, "wrong-shape", "rollout-tasks", "expected [3]"))
          .anySatisfy(l -> assertOrigin(l, "no-task", "clip-candidates", "is corrupt"))
          .anySatisfy(l -> assertOrigin(l, "no-task", "clip-candidates", "orphan: no task asked"));
      assertThat(letters)
          .filteredOn(l -> l.id().equals("no-task") && l.topic().endsWith("clip-candidates"))
          .allSatisfy(l -> assertThat(l.value()).isEqualTo(orphan));
      Ledger.Report ledger = LedgerCommand.read(deployment.topics(), deployment.clients(), null);
      assertThat(ledger.violations()).isEmpty();
      assertThat(ledger.pending()).isEmpty();
      assertThat(ledger.tasks()).containsEntry("dead_letter", 3L).containsEntry("expired", 1L);
      assertThat(ledger.scenarios()).containsEntry("dead_letter", 2L);
      assertThat(ledger.reasons().get("candidates").get("filtered"))
          .containsEntry("without every score at the deadline", 1L);
    }
  }

  private static List<Topic<String, ?>> flow(Topics topics) {
    return List.of(
        topics.promptActions,
        topics.rolloutTasks,
        topics.clipCandidates,
        topics.clipScores,
        topics.scoredGroups,
        topics.trainingBatches,
        topics.policyWeights,
        topics.weightsRollbacks);
  }

  private static void writeUnknownAction(Deployment deployment) {
    PromptAction[] any = new PromptAction[1];
    TopicScan.each(
        deployment.clients(), deployment.topics().promptActions, (record, s) -> any[0] = s);
    any[0].setScenarioId("unknown-action");
    any[0].getClips().get(0).setLabel(81);
    write(deployment, deployment.topics().promptActions.record("unknown-action", any[0]));
  }

  private static void assertOrigin(DeadLetter letter, String id, String topic, String reason) {
    assertThat(letter.id()).isEqualTo(id);
    assertThat(letter.topic()).endsWith(topic);
    assertThat(letter.originOffset()).isNotNegative();
    assertThat(letter.reason()).contains(reason);
  }

  /** Of an iteration that is over, so that its group is none of the run's. */
  private static void writeTask(Deployment deployment, String prefix, TensorRef observation) {
    PromptAction[] any = new PromptAction[1];
    TopicScan.each(
        deployment.clients(), deployment.topics().promptActions, (record, s) -> any[0] = s);
    RolloutTask task =
        RolloutTask.newBuilder()
            .setPrefixId(prefix)
            .setScenarioId(any[0].getScenarioId())
            .setIteration(0)
            .setClipIndex(1)
            .setGroupSize(TinyRun.GROUP_SIZE)
            .setSeed(1)
            .setLeastPolicyVersion(0)
            .setPrompt("a room")
            .setObservation(observation)
            .setClips(any[0].getClips())
            .setIssuedAt(Instant.EPOCH)
            .setPrefixes(TinyRun.PREFIXES)
            .build();
    write(deployment, deployment.topics().rolloutTasks.record(prefix, task));
  }

  /** Its scorers cannot read it, and best-of-n has no group for it. */
  private static byte[] writeCandidateWithoutTask(Deployment deployment, TensorRef tensor) {
    ClipCandidate candidate =
        ClipCandidate.newBuilder()
            .setPrefixId("no-task")
            .setScenarioId("none")
            .setIteration(1)
            .setClipIndex(1)
            .setCandidate(0)
            .setGroupSize(TinyRun.GROUP_SIZE)
            .setSeed(1)
            .setPolicyVersion(0)
            .setAction(new ActionClip(0L, 15L, 1, List.of(1), 0.0, 0.0, 0.0, 0.0))
            .setLabels(List.of(1))
            .setContext(tensor)
            .setLatents(tensor)
            .setFrames(tensor)
            .setFirstFrame(tensor)
            .setPrompt("a room")
            .setWorker("poisoner")
            .setTaskIssuedAt(Instant.EPOCH)
            .build();
    ProducerRecord<byte[], byte[]> record =
        deployment.topics().clipCandidates.record("no-task", candidate);
    write(deployment, record);
    return record.value();
  }

  private static String put(Deployment deployment) {
    Tensor tensor = Tensor.ofInts("x", new int[] {1, 2}, 2);
    return deployment.blobs().put(Safetensors.bytes(List.of(tensor), Map.of()));
  }

  /** A blob whose bytes are not those that its name says. */
  private TensorRef altered(Deployment deployment) throws IOException {
    Tensor tensor = Tensor.ofInts("x", new int[] {3, 4}, 2);
    String sha256 = deployment.blobs().put(Safetensors.bytes(List.of(tensor), Map.of()));
    Files.write(data.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256), GARBAGE);
    return new TensorRef(sha256, "x", List.of(2L));
  }

  /** Until everything is trained, and the groups of the poisoned records have ended, too. */
  private static void train(Deployment deployment) {
    RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), ITERATIONS);
    try (progress;
        RoleGroup roles = new RoleGroup(new Roles(deployment, new BadScores()).all(ITERATIONS))) {
      roles.start();
      while (!progress.isFinished()
          || !isClosed(deployment, "no-blob")
          || !isClosed(deployment, "altered")
          || !isClosed(deployment, "wrong-shape")
          || letters(deployment).stream().noneMatch(l -> l.reason().startsWith("orphan"))) {
        progress.update(Duration.ofMillis(500));
        assertThat(roles.failed()).isEmpty();
      }
    }
  }

  private static boolean isClosed(Deployment deployment, String prefix) {
    boolean[] found = new boolean[1];
    TopicScan.each(
        deployment.clients(),
        deployment.topics().scoredGroups,
        (record, group) -> found[0] |= group.getPrefixId().equals(prefix));
    return found[0];
  }

  private static List<DeadLetter> letters(Deployment deployment) {
    List<DeadLetter> letters = new ArrayList<>();
    TopicScan.records(
        deployment.clients(),
        deployment.topics().deadLetters,
        record -> letters.add(DeadLetter.of(record)));
    return letters;
  }

  private static void write(Deployment deployment, String topic, String key, byte[] value) {
    write(deployment, new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
  }

  private static void write(Deployment deployment, ProducerRecord<byte[], byte[]> record) {
    try (Producer<byte[], byte[]> producer =
        deployment.clients().transactionalProducer("poisoner")) {
      Transactions.write(producer, List.of(record));
    }
  }

  /** The first group's first score is no number; the second group cannot be scored at all. */
  private static final class BadScores extends StubModels {
    @Override
    public GroupScorer interactionFollowing() {
      return new BadScorer(super.interactionFollowing());
    }
  }

  private static final class BadScorer extends WrappedScorer {
    private int calls;

    BadScorer(GroupScorer good) {
      super(good);
    }

    @Override
    public List<Score> score(GroupClips clips) {
      calls++;
      if (calls > 1 && calls <= 2 + TinyRun.GROUP_SIZE) {
        throw new IllegalStateException(
            "the scorer is broken"); // once, then candidate by candidate
      }
      List<Score> scores = new ArrayList<>(super.score(clips));
      if (calls == 1) {
        scores.set(0, new Score(Double.NaN, Map.of()));
      }
      return scores;
    }
  }
}
