package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ClipCutterTest {
  private static final Tick RUN = new Tick(1, 0, 0, 0);

  private static PlayerLog log(int ticks, Break... breaks) {
    return log(Collections.nCopies(ticks, RUN), List.of(breaks));
  }

  private static PlayerLog log(List<Tick> ticks, List<Break> breaks) {
    return new PlayerLog("test", "demo.lmp", "00", "a test", 0, ticks, breaks);
  }

  private static List<Integer> firstTicks(ClipRun run) {
    return run.clips().stream().map(Clip::firstTick).toList();
  }

  @Test
  void windowsStartAtTheFirstTickAndARestIsNoClip() {
    List<ClipRun> runs = ClipCutter.cut(log(47), ClipRules.DEFAULT);

    assertThat(runs).hasSize(1);
    assertThat(firstTicks(runs.get(0))).containsExactly(0, 16);
    assertThat(runs.get(0).clips().get(1).lastTick()).isEqualTo(31);
    assertThat(runs.get(0).dropped()).isEmpty();
  }

  @Test
  void theSeventeenthClipBeginsTheNextScenario() {
    List<ClipRun> runs = ClipCutter.cut(log(16 * 17), ClipRules.DEFAULT);

    assertThat(runs).extracting(run -> run.clips().size()).containsExactly(16, 1);
    assertThat(firstTicks(runs.get(1))).containsExactly(256);
  }

  @Test
  void aDeathDropsItsWindowAndTheNextSegmentStartsWhereThePlayerIsBack() {
    List<ClipRun> runs =
        ClipCutter.cut(log(100, new Break(37, 61, Break.DEATH)), ClipRules.DEFAULT);

    assertThat(runs).hasSize(2);
    assertThat(firstTicks(runs.get(0))).containsExactly(0, 16);
    assertThat(runs.get(0).dropped()).containsExactly(new DroppedClip(32, 47, "death"));
    assertThat(firstTicks(runs.get(1))).containsExactly(61, 77);
    assertThat(runs.get(1).dropped()).isEmpty();
  }

  @Test
  void aTeleportDropsItsWindowUpToTheTickThatTheNextSegmentStartsAt() {
    List<ClipRun> runs =
        ClipCutter.cut(log(60, new Break(20, 21, Break.TELEPORT)), ClipRules.DEFAULT);

    assertThat(runs.get(0).dropped()).containsExactly(new DroppedClip(16, 20, "teleport"));
    assertThat(firstTicks(runs.get(1))).containsExactly(21, 37);
  }

  @Test
  void aGapBetweenTwoClipsDropsNothingButEndsTheScenario() {
    List<ClipRun> runs = ClipCutter.cut(log(64, new Break(32, 32, "gap")), ClipRules.DEFAULT);

    assertThat(runs).hasSize(2).allMatch(run -> run.dropped().isEmpty());
    assertThat(firstTicks(runs.get(1))).containsExactly(32, 48);
  }

  @Test
  void aClipDroppedBeforeTheFirstScenarioIsNamedWithIt() {
    List<ClipRun> runs = ClipCutter.cut(log(60, new Break(3, 20, Break.DEATH)), ClipRules.DEFAULT);

    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).dropped()).containsExactly(new DroppedClip(0, 15, "death"));
  }

  @Test
  void latentsShareTheWindowEvenly() {
    List<Tick> ticks = new ArrayList<>(Collections.nCopies(8, new Tick(0, 0, 0.25, 0)));
    ticks.addAll(Collections.nCopies(8, new Tick(0, 0, -0.125, 0)));

    Clip clip =
        ClipCutter.cut(log(ticks, List.of()), ClipRules.DEFAULT.withLabelsPerClip(2))
            .get(0)
            .clips()
            .get(0);

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
    List<Break> breaks = breaks(ticks, random);

    List<ClipRun> runs = ClipCutter.cut(log(Collections.nCopies(ticks, RUN), breaks), rules);

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

  private static List<Break> breaks(int ticks, Random random) {
    List<Break> breaks = new ArrayList<>();
    int tick = random.nextInt(300);
    while (tick < ticks) {
      int resumes = Math.min(ticks, tick + random.nextInt(60));
      breaks.add(new Break(tick, resumes, "gap"));
      tick = resumes + random.nextInt(300);
    }
    return breaks;
  }

  /** Tick by tick, with a counter that starts over at every break. */
  private static List<Integer> expectedFirstTicks(int ticks, List<Break> breaks, int window) {
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

  private static boolean brokenIn(DroppedClip dropped, List<Break> breaks) {
    return breaks.stream()
        .anyMatch(b -> dropped.firstTick() <= b.tick() && b.tick() <= dropped.lastTick() + 1);
  }
}
