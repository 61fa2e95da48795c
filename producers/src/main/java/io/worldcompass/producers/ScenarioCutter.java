package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;

/** A player's log to scenarios: clips, identity and prompt together. */
final class ScenarioCutter {
  private ScenarioCutter() {}

  static List<Scenario> cut(PlayerLog log, ClipRules rules) {
    List<Scenario> scenarios = new ArrayList<>();
    for (ClipRun run : ClipCutter.cut(log, rules)) {
      scenarios.add(scenario(log, run, rules));
    }
    return scenarios;
  }

  private static Scenario scenario(PlayerLog log, ClipRun run, ClipRules rules) {
    List<Clip> clips = run.clips();
    Scenario.Source source =
        new Scenario.Source(
            log.format(),
            log.file(),
            log.player(),
            clips.get(0).firstTick(),
            clips.get(clips.size() - 1).lastTick());
    return new Scenario(
        ScenarioId.of(log.contentId(), source, rules),
        source,
        Prompt.of(log.title(), clips),
        clips,
        run.dropped());
  }
}
