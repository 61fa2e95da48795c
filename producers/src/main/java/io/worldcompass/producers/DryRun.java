package io.worldcompass.producers;

import java.io.PrintStream;

/** The sinks of {@code produce --dry-run}: nothing is sent, every scenario is shown. */
public final class DryRun {
  private DryRun() {}

  /** One JSON object a line, in the shape of {@link ScenarioJson}. */
  public static ScenarioSink json(PrintStream out) {
    return scenario -> out.println(ScenarioJson.line(scenario));
  }

  /** One line a scenario, for people. */
  public static ScenarioSink text(PrintStream out) {
    return scenario -> out.println(text(scenario));
  }

  private static String text(Scenario scenario) {
    Scenario.Source source = scenario.source();
    String line =
        String.format(
            "%s  %s player %d ticks %d-%d: %d clips, %s",
            scenario.id(),
            source.file(),
            source.player(),
            source.firstTick(),
            source.lastTick(),
            scenario.clips().size(),
            scenario.prompt());
    StringBuilder text = new StringBuilder(line);
    for (DroppedClip clip : scenario.dropped()) {
      text.append(
          String.format(
              "%n  dropped ticks %d-%d: %s", clip.firstTick(), clip.lastTick(), clip.reason()));
    }
    return text.toString();
  }
}
