package io.worldcompass.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.avro.GroupClose;
import io.worldcompass.schemas.avro.ScoredGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of grouping: records of many groups reordered, doubled, late, failed or missing,
 * with pauses and restarts between them: 2,040 groups, each with a schedule of its own.
 */
class GroupingScheduleTest {
  private static final int G = 4;
  private static final int QUORUM = 2;
  private static final int SCHEDULES = 40;
  private static final int ITERATIONS = 17;
  private static final int PREFIXES = 3;

  /** What was sent of one group. */
  private static final class Sent {
    int usable;
  }

  @Test
  void everyGroupClosesExactlyOnceAndForTheRightReason() {
    Seeds.forEach(SCHEDULES, this::runSchedule);
  }

  private void runSchedule(RandomGenerator random) {
    Map<String, Sent> sent = new HashMap<>();
    List<ScoredGroup> closed = new ArrayList<>();
    try (Harness bestOfN =
        new Harness(
            BestOfNTopologyTest.config(),
            (topics, config) -> new BestOfNTopology(topics, config).build())) {
      for (int iteration = 1; iteration <= ITERATIONS; iteration++) {
        List<Runnable> events = new ArrayList<>();
        for (int p = 0; p < PREFIXES; p++) {
          String prefix = "i" + iteration + "-" + p;
          sent.put(prefix, new Sent());
          events.addAll(events(bestOfN, prefix, iteration, sent.get(prefix), random));
        }
        shuffle(events, random);
        play(bestOfN, events, closed, random);
        bestOfN.advance(Duration.ofSeconds(61));
      }
      closed.addAll(bestOfN.read(bestOfN.topics.scoredGroups));
      assertThat(bestOfN.entries(Grouping.OPEN)).isZero();
      assertThat(bestOfN.entries(Grouping.CANDIDATES)).isZero();
      assertThat(bestOfN.entries(Grouping.SCORES)).isZero();
    }
    assertThat(closed)
        .extracting(ScoredGroup::getPrefixId)
        .containsExactlyInAnyOrderElementsOf(sent.keySet());
    closed.forEach(group -> check(group, sent.get(group.getPrefixId())));
  }

  private static void check(ScoredGroup group, Sent sent) {
    assertThat(group.getMembers()).hasSize(sent.usable);
    assertThat(group.getMembers().size() + group.getMissing().size()).isEqualTo(G);
    GroupClose expected =
        sent.usable == G
            ? GroupClose.COMPLETE
            : sent.usable >= QUORUM ? GroupClose.QUORUM : GroupClose.EXPIRED;
    assertThat(group.getClosed()).as(group.getReason()).isEqualTo(expected);
  }

  /** One task, and its members with their faults: sometimes doubled, failed, or never sent. */
  private static List<Runnable> events(
      Harness bestOfN, String prefix, int iteration, Sent sent, RandomGenerator random) {
    List<Runnable> events = new ArrayList<>();
    events.add(
        () ->
            bestOfN.send(
                bestOfN.topics.rolloutTasks, prefix, Records.task(prefix, iteration, G, PREFIXES)));
    double faults = random.nextInt(3) * 0.1;
    for (int c = 0; c < G; c++) {
      int candidate = c;
      boolean usable = true;
      if (random.nextDouble() < faults) {
        usable = false;
      } else {
        add(
            events,
            random,
            () ->
                bestOfN.send(
                    bestOfN.topics.clipCandidates,
                    prefix,
                    Records.candidate(prefix, iteration, candidate, G)));
      }
      for (String reward : Rewards.NAMES) {
        if (random.nextDouble() < faults) {
          usable = false;
          continue;
        }
        Double value = random.nextDouble() < faults ? null : (Double) random.nextDouble();
        usable &= value != null;
        add(
            events,
            random,
            () ->
                bestOfN.send(
                    bestOfN.topics.clipScores,
                    prefix,
                    Records.score(prefix, iteration, candidate, reward, value)));
      }
      sent.usable += usable ? 1 : 0;
    }
    return events;
  }

  private static void add(List<Runnable> events, RandomGenerator random, Runnable send) {
    events.add(send);
    if (random.nextInt(8) == 0) {
      events.add(send); // a second attempt
    }
  }

  private static void play(
      Harness bestOfN, List<Runnable> events, List<ScoredGroup> closed, RandomGenerator random) {
    for (Runnable event : events) {
      event.run();
      if (random.nextInt(10) == 0) {
        bestOfN.advance(Duration.ofMillis(random.nextInt(1, 500)));
      }
      if (random.nextInt(100) == 0) {
        restart(bestOfN, closed);
      }
    }
    // After their groups are closed: every one of these is late.
    bestOfN.advance(Duration.ofSeconds(61));
    for (Runnable event : events) {
      if (random.nextInt(6) == 0) {
        event.run();
      }
    }
  }

  /** With the output read first: the driver takes it along. */
  private static void restart(Harness bestOfN, List<ScoredGroup> closed) {
    closed.addAll(bestOfN.read(bestOfN.topics.scoredGroups));
    bestOfN.restart(Duration.ofMinutes(2));
  }

  private static void shuffle(List<Runnable> events, RandomGenerator random) {
    for (int i = events.size() - 1; i > 0; i--) {
      Collections.swap(events, i, random.nextInt(i + 1));
    }
  }
}
