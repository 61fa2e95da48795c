package io.worldcompass.producers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Recordings in, scenarios out to a sink. A bad recording is told about and does not stop the rest.
 */
public final class Ingestion {
  /** Bad lines of one recording that are told one by one. */
  private static final int MOST_TOLD = 20;

  private final GameplayLogs logs;
  private final ScenarioSink sink;
  private final Consumer<String> problems;

  /**
   * An ingestion that has not begun.
   *
   * @param problems takes one line for every recording and every line of one that cannot be read
   */
  public Ingestion(GameplayLogs logs, ScenarioSink sink, Consumer<String> problems) {
    this.logs = logs;
    this.sink = sink;
    this.problems = problems;
  }

  /**
   * Hands on all scenarios of each recording, or none of one that is not whole.
   *
   * @throws IOException when the sink fails
   */
  public IngestReport ingest(List<? extends LogInput> inputs) throws IOException {
    IngestReport report = IngestReport.NOTHING;
    for (LogInput input : inputs) {
      report = report.plus(ingest(input));
    }
    return report;
  }

  private IngestReport ingest(LogInput input) throws IOException {
    Collected collected = new Collected();
    int dropped;
    try {
      dropped = logs.read(input, collected);
    } catch (BadLogException e) {
      problems.accept(e.getMessage());
      return IngestReport.BAD_FILE;
    }
    if (collected.badLines > MOST_TOLD) {
      problems.accept(
          input.shownAs() + ": " + (collected.badLines - MOST_TOLD) + " more lines like these");
    }
    if (collected.scenarios.isEmpty()) {
      problems.accept(
          input.shownAs() + ": holds no whole clip; " + dropped + " windows were dropped");
    }
    collected.scenarios.sort(Comparator.comparingInt(scenario -> scenario.source().player()));
    for (Scenario scenario : collected.scenarios) {
      sink.accept(scenario);
    }
    return IngestReport.of(collected.scenarios, dropped, collected.badLines);
  }

  /** A recording's scenarios wait for its end: it may turn out not to be whole. */
  private final class Collected implements ReadListener {
    private final List<Scenario> scenarios = new ArrayList<>();
    private int badLines;

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
  }
}
