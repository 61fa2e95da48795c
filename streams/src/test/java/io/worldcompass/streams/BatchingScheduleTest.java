package io.worldcompass.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of batching: groups of neighbouring iterations interleaved, doubled, late, all
 * expired, with restarts between them. 3,000 iterations, each with a schedule of its own.
 */
class BatchingScheduleTest {
  private static final int SEEDS = 30;
  private static final int ITERATIONS = 100;
  private static final int PREFIXES = 3;
  private static final Config CONFIG =
      Harness.config("algorithm.group-size", 5, "algorithm.keep", 4, "groups.quorum", 2);

  @Test
  void everyIterationIsOneBatchInOrderWithTheBytesOfItsGroupsAlone() {
    Seeds.forEach(SEEDS, BatchingScheduleTest::runSchedule);
  }

  private static void runSchedule(RandomGenerator random) {
    List<ScoredGroup> groups = groups(random);
    List<ScoredGroup> schedule = schedule(groups, random);
    List<TrainingBatch> batches = new ArrayList<>();
    try (Harness batcher =
        new Harness(CONFIG, (topics, c) -> new BatcherTopology(topics, c).build())) {
      for (ScoredGroup group : schedule) {
        batcher.send(batcher.topics.scoredGroups, Integer.toString(group.getIteration()), group);
        if (random.nextInt(200) == 0) {
          batches.addAll(batcher.read(batcher.topics.trainingBatches));
          batcher.restart(Duration.ofMinutes(2));
        }
      }
      batches.addAll(batcher.read(batcher.topics.trainingBatches));
      assertThat(batcher.entries(Batching.GROUPS)).isZero();
      assertThat(batcher.deadLetterMessages())
          .allMatch(message -> message.matches("(duplicate|late): .*"));
    }
    assertThat(batches)
        .extracting(TrainingBatch::getIteration)
        .isEqualTo(IntStream.rangeClosed(1, ITERATIONS).boxed().toList());
    BatchAssembler assembler =
        new BatchAssembler(CONFIG.run().name(), CONFIG.run().seed(), CONFIG.algorithm());
    for (TrainingBatch batch : batches) {
      List<ScoredGroup> own =
          groups.stream().filter(g -> g.getIteration() == batch.getIteration()).toList();
      assertThat(batch).isEqualTo(assembler.assemble(own));
    }
  }

  private static List<ScoredGroup> groups(RandomGenerator random) {
    List<ScoredGroup> groups = new ArrayList<>();
    for (int iteration = 1; iteration <= ITERATIONS; iteration++) {
      boolean dead = random.nextInt(10) == 0;
      for (int p = 0; p < PREFIXES; p++) {
        int members = dead || random.nextInt(10) == 0 ? 0 : random.nextInt(2, 6);
        // Often all equal: a group without spread must not stop anything.
        double same = random.nextDouble();
        double[] rewards =
            random.nextBoolean()
                ? random.doubles(members).toArray()
                : IntStream.range(0, members).mapToDouble(i -> same).toArray();
        groups.add(Records.group(iteration, iteration + "-" + p, PREFIXES, rewards));
      }
    }
    return groups;
  }

  /** Each group comes up to a few iterations early, and sometimes again, soon or much later. */
  private static List<ScoredGroup> schedule(List<ScoredGroup> groups, RandomGenerator random) {
    List<ScoredGroup> schedule = new ArrayList<>(groups);
    for (int i = schedule.size() - 1; i > 0; i--) {
      Collections.swap(schedule, i, Math.max(0, i - random.nextInt(3 * PREFIXES)));
    }
    for (ScoredGroup group : groups) {
      if (random.nextInt(8) == 0) {
        int first = schedule.indexOf(group);
        schedule.add(random.nextInt(first, schedule.size()) + 1, group);
      }
    }
    return schedule;
  }
}
