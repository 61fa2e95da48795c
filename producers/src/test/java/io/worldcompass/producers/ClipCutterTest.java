package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ClipCutterTest {
  private static final Tick RUN = new Tick(1, 0, 0, 0);

  /** No clip may hold ticks tick..resumesAt-1; where these are none, something is missing. */
  private record Broken(int tick, int resumesAt, String reason) {}

  private static List<ClipRun> cut(int ticks, Broken... breaks) {
    return cut(Collections.nCopies(ticks, RUN), List.of(breaks), ClipRules.DEFAULT);
  }

  private static List<ClipRun> cut(List<Tick> ticks, List<Broken> breaks, ClipRules rules) {
    return cut(ticks, breaks, rules, 0, new ArrayList<>());
  }

  /** Cuts, noting after every run the tick from which a later cutter would go on. */
  private static List<ClipRun> cut(
      List<Tick> ticks, List<Broken> breaks, ClipRules rules, int from, List<Integer> nexts) {
    List<ClipRun> runs = new ArrayList<>();
    ClipCutter cutter = new ClipCutter(rules, () -> "00", from, runs::add);
    for (int tick = 0; tick < ticks.size(); tick++) {
      int now = tick;
      Broken here =
          breaks.stream()
              .filter(b -> b.tick() == now && b.resumesAt() == now)
              .findFirst()
              .orElse(null);
      if (here != null) {
        cutter.gap(here.reason());
      }
      Broken lost =
          breaks.stream()
              .filter(b -> b.tick() <= now && now < b.resumesAt())
              .findFirst()
              .orElse(null);
      if (lost == null) {
        cutter.tick(ticks.get(tick));
      } else {
        cutter.lose(lost.reason());
      }
      while (nexts.size() < runs.size()) {
        nexts.add(cutter.next());
      }
    }
    cutter.end();
    return runs;
  }

  @RepeatedTest(20)
  void aCutterThatBeginsWhereAnotherWasKilledGivesTheRestOfItsRuns() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int ticks = random.nextInt(3000);
    List<Broken> breaks = breaks(ticks, random);
    List<Tick> played = Collections.nCopies(ticks, RUN);
    List<Integer> nexts = new ArrayList<>();
    List<ClipRun> all = cut(played, breaks, ClipRules.DEFAULT, 0, nexts);

    for (int done = 0; done < nexts.size(); done++) {
      List<ClipRun> rest =
          cut(played, breaks, ClipRules.DEFAULT, nexts.get(done), new ArrayList<>());
      assertThat(rest)
          .extracting(ClipRun::clips, ClipRun::unbrokenFrom)
          .isEqualTo(
              all.subList(done + 1, all.size()).stream()
                  .map(run -> tuple(run.clips(), run.unbrokenFrom()))
                  .toList());
    }
  }

  private static List<Integer> firstTicks(ClipRun run) {
    return run.clips().stream().map(Clip::firstTick).toList();
  }

  @Test
  void windowsStartAtTheFirstTickAndARestIsNoClip() {
    List<ClipRun> runs = cut(47);

    assertThat(runs).hasSize(1);
    assertThat(firstTicks(runs.get(0))).containsExactly(0, 16);
    assertThat(runs.get(0).clips().get(1).lastTick()).isEqualTo(31);
    assertThat(runs.get(0).dropped()).isEmpty();
  }

  @Test
  void theSeventeenthClipBeginsTheNextScenario() {
    List<ClipRun> runs = cut(16 * 17);

    assertThat(runs).extracting(run -> run.clips().size()).containsExactly(16, 1);
    assertThat(firstTicks(runs.get(1))).containsExactly(256);
  }

  @Test
  void aDeathDropsItsWindowAndTheNextSegmentStartsWhereThePlayerIsBack() {
    List<ClipRun> runs = cut(100, new Broken(37, 61, Break.DEATH));

    assertThat(runs).hasSize(2);
    assertThat(firstTicks(runs.get(0))).containsExactly(0, 16);
    assertThat(runs.get(0).dropped()).containsExactly(new DroppedClip(32, 47, "death"));
    assertThat(firstTicks(runs.get(1))).containsExactly(61, 77);
    assertThat(runs.get(1).dropped()).isEmpty();
  }

  @Test
  void aTeleportDropsItsWindowUpToTheTickThatTheNextSegmentStartsAt() {
    List<ClipRun> runs = cut(60, new Broken(20, 21, Break.TELEPORT));

    assertThat(runs.get(0).dropped()).containsExactly(new DroppedClip(16, 20, "teleport"));
    assertThat(firstTicks(runs.get(1))).containsExactly(21, 37);
  }

  @Test
  void aGapBetweenTwoClipsDropsNothingButEndsTheScenario() {
    List<ClipRun> runs = cut(64, new Broken(32, 32, "gap"));

    assertThat(runs).hasSize(2).allMatch(run -> run.dropped().isEmpty());
    assertThat(firstTicks(runs.get(1))).containsExactly(32, 48);
  }

  @Test
  void aClipDroppedBeforeTheFirstScenarioIsNamedWithIt() {
    List<ClipRun> runs = cut(60, new Broken(3, 20, Break.DEATH));

    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).dropped()).containsExactly(new DroppedClip(0, 15, "death"));
  }

  @Test
  void aRunKnowsSinceWhenPlayIsUnbroken() {
    List<ClipRun> runs =
        cut(16 * 40, new Broken(16 * 20, 16 * 20 + 5, Break.DEATH), new Broken(500, 500, "gap"));

    assertThat(runs).extracting(ClipRun::unbrokenFrom).containsExactly(0, 0, 325, 500);
    assertThat(runs).extracting(run -> firstTicks(run).get(0)).containsExactly(0, 256, 325, 500);
  }

  @Test
  void latentsShareTheWindowEvenly() {
    List<Tick> ticks = new ArrayList<>(Collections.nCopies(8, new Tick(0, 0, 0.25, 0)));
    ticks.addAll(Collections.nCopies(8, new Tick(0, 0, -0.125, 0)));

    Clip clip = cut(ticks, List.of(), ClipRules.DEFAULT.withLabelsPerClip(2)).get(0).clips().get(0);

    assertThat(clip.sums().yawDegrees()).isEqualTo(1.0);
    assertThat(clip.action().rotation()).isZero();
    assertThat(clip.latentActions()).extracting(a -> a.rotation()).containsExactly(1, 2);
  }

  @Test
  void latentsThatDoNotDivideTheWindowAreRefused() {
    assertThatThrownBy(() -> ClipRules.DEFAULT.withLabelsPerClip(3))
        .hasMessage("labels per clip must divide the 16 ticks of a clip evenly, got 3");
  }

  @RepeatedTest(50)
  void everyTickOfASegmentIsInOneClipOrInItsRestAndNoClipHoldsABreak() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int ticks = random.nextInt(2000);
    ClipRules rules = ClipRules.DEFAULT.withTicksPerClip(1 + random.nextInt(40));
    List<Broken> breaks = breaks(ticks, random);

    List<ClipRun> runs = cut(Collections.nCopies(ticks, RUN), breaks, rules);

    assertThat(runs.stream().flatMap(run -> run.clips().stream()).map(Clip::firstTick).toList())
        .isEqualTo(expectedFirstTicks(ticks, breaks, rules.ticksPerClip()));
    for (ClipRun run : runs) {
      assertThat(run.clips()).hasSizeBetween(1, 16);
      for (int i = 1; i < run.clips().size(); i++) {
        assertThat(run.clips().get(i).firstTick()).isEqualTo(run.clips().get(i - 1).lastTick() + 1);
      }
      assertThat(run.dropped())
          .allSatisfy(dropped -> assertThat(brokenIn(dropped, breaks)).isTrue());
    }
  }

  private static List<Broken> breaks(int ticks, Random random) {
    List<Broken> breaks = new ArrayList<>();
    int tick = random.nextInt(300);
    while (tick < ticks) {
      int resumes = Math.min(ticks, tick + random.nextInt(60));
      breaks.add(new Broken(tick, resumes, "gap"));
      tick = resumes + random.nextInt(300);
    }
    return breaks;
  }

  /** Tick by tick, with a counter that starts over at every break. */
  private static List<Integer> expectedFirstTicks(int ticks, List<Broken> breaks, int window) {
    List<Integer> first = new ArrayList<>();
    int inWindow = 0;
    for (int tick = 0; tick < ticks; tick++) {
      final int now = tick;
      boolean lost = breaks.stream().anyMatch(b -> b.tick() <= now && now < b.resumesAt());
      boolean fresh = breaks.stream().anyMatch(b -> b.resumesAt() == now);
      inWindow = lost ? 0 : fresh ? 1 : inWindow + 1;
      if (inWindow == window) {
        first.add(tick - window + 1);
        inWindow = 0;
      }
    }
    return first;
  }

  private static boolean brokenIn(DroppedClip dropped, List<Broken> breaks) {
    return breaks.stream()
        .anyMatch(b -> dropped.firstTick() <= b.tick() && b.tick() <= dropped.lastTick() + 1);
  }
}
