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
  private final Preparation preparation;

  /** What is done to a recording before it is read. */
  @FunctionalInterface
  public interface Preparation {
    /** The recording to read instead, or the same. */
    LogInput of(LogInput input) throws BadLogException;
  }

  /**
   * An ingestion that has not begun.
   *
   * @param problems takes one line for every recording and every line of one that cannot be read
   */
  public Ingestion(GameplayLogs logs, ScenarioSink sink, Consumer<String> problems) {
    this(logs, sink, problems, input -> input);
  }

  /** As above, of recordings that something is done to first. */
  public Ingestion(
      GameplayLogs logs, ScenarioSink sink, Consumer<String> problems, Preparation preparation) {
    this.preparation = preparation;
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

  private IngestReport ingest(LogInput given) throws IOException {
    CollectedScenarios collected = new CollectedScenarios(problems);
    LogInput input;
    int dropped;
    try {
      input = preparation.of(given);
      dropped = logs.read(input, collected);
    } catch (BadLogException e) {
      problems.accept(e.getMessage());
      return IngestReport.BAD_FILE;
    }
    if (collected.untoldLines() > 0) {
      problems.accept(input.shownAs() + ": " + collected.untoldLines() + " more lines like these");
    }
    List<Scenario> scenarios = collected.byPlayer();
    if (scenarios.isEmpty()) {
      problems.accept(
          input.shownAs() + ": holds no whole clip; " + dropped + " windows were dropped");
    }
    for (Scenario scenario : scenarios) {
      sink.accept(scenario);
    }
    return IngestReport.of(scenarios, dropped, collected.badLines());
  }
}
