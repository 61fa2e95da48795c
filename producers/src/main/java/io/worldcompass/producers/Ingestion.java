package io.worldcompass.producers;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Recordings in, scenarios out to a sink. A bad recording is told about and does not stop the rest.
 */
public final class Ingestion {
  private final GameplayLogs logs;
  private final ScenarioSink sink;
  private final Consumer<String> problems;

  /**
   * An ingestion that has not begun.
   *
   * @param problems takes one line for every recording that cannot be read
   */
  public Ingestion(GameplayLogs logs, ScenarioSink sink, Consumer<String> problems) {
    this.logs = logs;
    this.sink = sink;
    this.problems = problems;
  }

  /**
   * Hands on all scenarios of a recording, or none when any part of it is bad.
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
    List<Scenario> scenarios;
    try {
      scenarios = logs.scenarios(input);
    } catch (BadLogException e) {
      problems.accept(e.getMessage());
      return IngestReport.BAD_FILE;
    }
    for (Scenario scenario : scenarios) {
      sink.accept(scenario);
    }
    return IngestReport.of(scenarios);
  }
}
