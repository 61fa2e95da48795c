package io.worldcompass.streams;

import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.config.Config;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Draws the scenarios of an iteration, balanced by the action class of the target clip. */
final class ScenarioDraw {
  /**
   * Composite actions are 72 of the 81 labels and what a base model follows worst; standing still
   * is one label, and teaches least.
   */
  private static final List<String> SHARES =
      List.of(
          "composite",
          "basic",
          "composite",
          "composite",
          "composite",
          "basic",
          "composite",
          "composite",
          "still",
          "composite",
          "basic",
          "composite");

  private ScenarioDraw() {}

  /**
   * Draws scenarios, each once while there are enough, then all of them again in the same order.
   *
   * @param eligible scenarios with at least {@code clip} clips, at least one; their order is of no
   *     account
   * @param clip target clip, from 1
   * @param count how many to draw
   * @param balance of what there shall be even shares
   * @param seed the draw is a function of the seed and the set of eligible scenarios
   */
  static List<PromptAction> draw(
      List<PromptAction> eligible, int clip, int count, Config.PoolBalance balance, long seed) {
    List<PromptAction> order = new ArrayList<>(eligible);
    order.sort(Comparator.comparing(PromptAction::getScenarioId));
    Shuffle.shuffle(order, seed);
    Map<String, Deque<PromptAction>> byClass =
        byClass(balance.bySource() ? sourcesInTurn(order) : order, clip, balance.byClass());
    List<PromptAction> distinct = new ArrayList<>();
    for (int i = 0; distinct.size() < Math.min(count, eligible.size()); i++) {
      Deque<PromptAction> left =
          byClass.getOrDefault(SHARES.get(i % SHARES.size()), new ArrayDeque<>());
      if (!left.isEmpty()) {
        distinct.add(left.remove());
      }
    }
    return IntStream.range(0, count).mapToObj(i -> distinct.get(i % distinct.size())).toList();
  }

  /** The first of every source, then the second of every source, and so on. */
  private static List<PromptAction> sourcesInTurn(List<PromptAction> order) {
    Map<String, Integer> seen = new HashMap<>();
    Map<String, Integer> turns = new HashMap<>();
    for (PromptAction scenario : order) {
      String source = PoolIndex.source(scenario.getSource());
      turns.put(scenario.getScenarioId(), seen.merge(source, 1, Integer::sum));
    }
    return order.stream().sorted(Comparator.comparing(s -> turns.get(s.getScenarioId()))).toList();
  }

  private static Map<String, Deque<PromptAction>> byClass(
      List<PromptAction> order, int clip, boolean balanced) {
    Map<String, Deque<PromptAction>> byClass = new HashMap<>();
    for (PromptAction scenario : order) {
      String name = balanced ? actionClass(scenario, clip) : SHARES.get(0);
      byClass.computeIfAbsent(name, c -> new ArrayDeque<>()).add(scenario);
    }
    return byClass;
  }

  private static String actionClass(PromptAction scenario, int clip) {
    return Action.ofLabel(scenario.getClips().get(clip - 1).getLabel()).actionClass();
  }
}
