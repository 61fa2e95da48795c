package io.worldcompass.streams;

import static io.worldcompass.schemas.Rewards.INTERACTION_FOLLOWING;
import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.BatchGroup;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatcherTopologyTest {
  private static final double[] REWARDS = {0.5, 0.1, 0.9, 0.3, 0.7};

  private final Config config =
      Harness.config("algorithm.group-size", 5, "algorithm.keep", 4, "groups.quorum", 2);
  private final Harness batcher = harness();

  private Harness harness() {
    return new Harness(config, (topics, c) -> new BatcherTopology(topics, c).build());
  }

  @AfterEach
  void close() {
    batcher.close();
  }

  private void send(ScoredGroup group) {
    batcher.send(batcher.topics.scoredGroups, Integer.toString(group.getIteration()), group);
  }

  private List<TrainingBatch> batches() {
    return batcher.read(batcher.topics.trainingBatches);
  }

  @Test
  void aBatchWaitsForAllGroupsOfItsIteration() {
    send(Records.group(1, "b", 2, REWARDS));
    assertThat(batches()).isEmpty();
    send(Records.group(1, "a", 2, 0.2, 0.4, 0.6));

    TrainingBatch batch = batches().get(0);
    assertThat(batch.getIteration()).isEqualTo(1);
    assertThat(batch.getRun()).isEqualTo("test");
    assertThat(batch.getGroups()).extracting(BatchGroup::getPrefixId).containsExactly("a", "b");
    assertThat(batch.getCreatedAt()).isEqualTo(Harness.START.plusSeconds(1));
    BatchGroup full = batch.getGroups().get(1);
    assertThat(full.getOrder()).containsExactlyInAnyOrder(1, 3, 4, 2);
    assertThat(full.getMembers())
        .extracting(BatchMember::getKept)
        .containsExactly(false, true, true, true, true);
    assertThat(full.getMembers())
        .extracting(BatchMember::getR)
        .allSatisfy(r -> assertThat(r).isBetween(0.0, 1.0));
    assertThat(batch.getGroups().get(0).getOrder()).as("3 rounded down to even").hasSize(2);
  }

  @Test
  void theNumbersAreThoseOfTheSpecification() {
    send(Records.group(1, "a", 2, REWARDS));
    send(Records.group(1, "b", 2, 0.2, 0.4, 0.6));
    TrainingBatch batch = batches().get(0);
    List<Advantages.Group> expected =
        new Advantages(
                config.algorithm().normalisation(),
                batch.getRewardWeights(),
                batch.getAdvantageClip())
            .of(List.of(rewards(REWARDS), rewards(0.2, 0.4, 0.6)));
    for (int g = 0; g < 2; g++) {
      List<BatchMember> members = batch.getGroups().get(g).getMembers();
      assertThat(batch.getGroups().get(g).getStd()).isEqualTo(expected.get(g).std());
      for (int i = 0; i < members.size(); i++) {
        Advantages.Member member = expected.get(g).members().get(i);
        assertThat(members.get(i).getAdvantage()).isEqualTo(member.advantage());
        assertThat(members.get(i).getR()).isEqualTo(member.r());
        assertThat(members.get(i).getAdvantageByReward()).isEqualTo(member.byReward());
      }
    }
  }

  private static Map<String, double[]> rewards(double... values) {
    return Map.of(
        INTERACTION_FOLLOWING,
        values,
        "visual_quality",
        Arrays.stream(values).map(value -> -value * value).toArray());
  }

  @Test
  void expiredGroupsAreCountedButTakeNoPartInTheNormalisation() {
    send(Records.group(1, "a", 2, REWARDS));
    send(Records.group(1, "b", 2));
    TrainingBatch batch = batches().get(0);
    assertThat(batch.getGroupsExpired()).isEqualTo(1);
    assertThat(batch.getGroups()).hasSize(1);
    send(Records.group(2, "c", 1, REWARDS));
    assertThat(batches().get(0).getNormaliser()).isEqualTo(batch.getNormaliser());
  }

  @Test
  void anIterationWithoutAUsableGroupGivesABatchWithoutGroups() {
    send(Records.group(1, "a", 2));
    send(Records.group(1, "b", 2));
    send(Records.group(2, "c", 1, REWARDS));
    List<TrainingBatch> batches = batches();
    assertThat(batches).extracting(TrainingBatch::getIteration).containsExactly(1, 2);
    assertThat(batches.get(0).getGroups()).isEmpty();
    assertThat(batches.get(0).getGroupsExpired()).isEqualTo(2);
  }

  @Test
  void aGroupThatComesAgainIsADeadLetter() {
    send(Records.group(1, "a", 2, REWARDS));
    send(Records.group(1, "a", 2, REWARDS));
    send(Records.group(1, "b", 2, REWARDS));
    send(Records.group(1, "b", 2, REWARDS));
    assertThat(batches()).hasSize(1);
    assertThat(batcher.deadLetterMessages())
        .containsExactly(
            "duplicate: group a was seen before", "late: group b: the batch of iteration 1 is out");
  }

  @Test
  void replayOfTheLogGivesTheSameBytes() {
    List<ScoredGroup> groups =
        List.of(Records.group(1, "a", 2, REWARDS), Records.group(1, "b", 2, 0.2, 0.4, 0.6));
    groups.forEach(this::send);
    TrainingBatch replayed =
        new BatchAssembler(config.run().name(), config.run().seed(), config.algorithm())
            .assemble(List.of(groups.get(1), groups.get(0)));
    assertThat(bytes(replayed)).isEqualTo(bytes(batches().get(0)));
  }

  private byte[] bytes(TrainingBatch batch) {
    return batcher.topics.trainingBatches.value().serializer().serialize("t", batch);
  }

  @Test
  void batchesComeOnceAndInOrderWhateverTheOrderOfGroups() {
    Seeds.forEach(60, this::runSchedule);
  }

  private void runSchedule(RandomGenerator random) {
    int iterations = 20;
    List<ScoredGroup> groups = new ArrayList<>();
    int[] sizes = new int[iterations + 1];
    for (int iteration = 1; iteration <= iterations; iteration++) {
      sizes[iteration] = random.nextInt(1, 4);
      for (int p = 0; p < sizes[iteration]; p++) {
        int members = random.nextInt(5) == 0 ? 0 : random.nextInt(2, 6);
        groups.add(
            Records.group(
                iteration,
                iteration + "-" + p,
                sizes[iteration],
                IntStream.range(0, members).mapToDouble(i -> random.nextDouble()).toArray()));
      }
    }
    groups.addAll(groups.subList(0, random.nextInt(groups.size())));
    shuffle(groups, random);
    List<TrainingBatch> batches = new ArrayList<>();
    try (Harness harness = harness()) {
      for (ScoredGroup group : groups) {
        harness.send(harness.topics.scoredGroups, "" + group.getIteration(), group);
        if (random.nextInt(40) == 0) {
          batches.addAll(harness.read(harness.topics.trainingBatches));
          harness.restart(Duration.ofSeconds(60));
        }
      }
      batches.addAll(harness.read(harness.topics.trainingBatches));
      assertThat(harness.entries(Batching.GROUPS)).isZero();
      assertThat(harness.entries(Batching.COUNTERS)).isEqualTo(1);
    }
    assertThat(batches)
        .extracting(TrainingBatch::getIteration)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, iterations).boxed().toList());
    assertThat(batches)
        .allSatisfy(
            batch ->
                assertThat(batch.getGroups().size() + batch.getGroupsExpired())
                    .isEqualTo(sizes[batch.getIteration()]));
  }

  private static void shuffle(List<ScoredGroup> groups, RandomGenerator random) {
    for (int i = groups.size() - 1; i > 0; i--) {
      Collections.swap(groups, i, random.nextInt(i + 1));
    }
  }
}
