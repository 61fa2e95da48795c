package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Scenarios that were read and wait to be written. A scenario that this process has written before,
 * as from a copy of a log, is not taken again.
 */
final class LiveInbox implements ReadListener {
  private static final int REMEMBERED = 65_536;

  private final LiveCounts counts;
  private final Consumer<String> problems;
  private final List<Scenario> scenarios = new ArrayList<>();
  private final Set<String> seen =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  LiveInbox(LiveCounts counts, Consumer<String> problems) {
    this.counts = counts;
    this.problems = problems;
  }

  @Override
  public void scenario(Scenario scenario) {
    if (seen.add(scenario.id())) {
      scenarios.add(scenario);
    } else {
      counts.duplicates.incrementAndGet();
    }
  }

  @Override
  public void badLine(String problem) {
    counts.badLines.incrementAndGet();
    problems.accept(problem);
  }

  @Override
  public void notice(String text) {
    problems.accept(text);
  }

  /** A log that cannot be read, or not read on. */
  void badLog(String problem) {
    counts.badLogs.incrementAndGet();
    problems.accept(problem);
  }

  List<Scenario> waiting() {
    return scenarios;
  }

  /** What waited has been written. */
  void written() {
    counts.scenarios.addAndGet(scenarios.size());
    counts.clips.addAndGet(scenarios.stream().mapToInt(s -> s.clips().size()).sum());
    if (!scenarios.isEmpty()) {
      counts.lastWriteMillis.set(System.currentTimeMillis());
    }
    scenarios.clear();
  }
}
