package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** A recording's scenarios wait for its end: it may turn out not to be whole. */
final class CollectedScenarios implements ReadListener {
  /** Bad lines of one recording that are told one by one. */
  private static final int MOST_TOLD = 20;

  private final Consumer<String> problems;
  private final List<Scenario> scenarios = new ArrayList<>();
  private int badLines;

  CollectedScenarios(Consumer<String> problems) {
    this.problems = problems;
  }

  @Override
  public void scenario(Scenario scenario) {
    scenarios.add(scenario);
  }

  @Override
  public void badLine(String problem) {
    badLines++;
    if (badLines <= MOST_TOLD) {
      problems.accept(problem);
    }
  }

  @Override
  public void notice(String text) {
    problems.accept(text);
  }

  /** By player and then in the order of play. */
  List<Scenario> byPlayer() {
    scenarios.sort(Comparator.comparingInt(scenario -> scenario.source().player()));
    return List.copyOf(scenarios);
  }

  int badLines() {
    return badLines;
  }

  /** Bad lines that were not told one by one. */
  int untoldLines() {
    return Math.max(0, badLines - MOST_TOLD);
  }
}
