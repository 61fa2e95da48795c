package io.worldcompass.app;

import io.worldcompass.gpu.evaluate.Evaluation;
import io.worldcompass.gpu.evaluate.SuiteResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Evaluations as the paper prints them: a row for each horizon, and in each cell the measure of the
 * first weights, an arrow, and that of the next, all with their standard errors.
 */
final class EvaluationTable {
  private static final double PERCENT = 100;

  private final List<Evaluation> evaluations;
  private final List<String> weights;
  private final int trainedClips;

  /**
   * A table of evaluations of the same suites over the same horizons.
   *
   * @param trainedClips the longest horizon that is trained
   */
  EvaluationTable(List<Evaluation> evaluations, int trainedClips) {
    this.evaluations = List.copyOf(evaluations);
    this.weights = evaluations.stream().map(Evaluation::weights).distinct().toList();
    this.trainedClips = trainedClips;
  }

  private record Column(
      String title,
      double unit,
      int decimals,
      ToDoubleFunction<SuiteResult> mean,
      ToDoubleFunction<SuiteResult> error) {
    String cell(SuiteResult result) {
      String number = "%." + decimals + "f";
      return String.format(
          Locale.ROOT,
          number + " ± " + number,
          unit * mean.applyAsDouble(result),
          unit * error.applyAsDouble(result));
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column("joint IF, %", PERCENT, 1, SuiteResult::joint, SuiteResult::standardError),
          new Column("fine IF, %", PERCENT, 1, SuiteResult::fine, SuiteResult::fineStandardError),
          new Column(
              "visual quality",
              1,
              3,
              SuiteResult::visualQuality,
              SuiteResult::visualQualityStandardError),
          new Column(
              "error to true view, %",
              PERCENT, 2, SuiteResult::renderError, SuiteResult::renderErrorStandardError));

  void print(PrintStream out) {
    Evaluation first = evaluations.get(0);
    for (String suite : first.suites().keySet().stream().sorted().toList()) {
      printSuite(out, suite);
    }
    out.printf(
        Locale.ROOT,
        "%d held-out scenarios of each suite; ± one standard error%s%njudge: %s%n",
        first.scenarios(),
        evaluations.stream().anyMatch(e -> e.clips() > trainedClips)
            ? "; * past the " + trainedClips + " clips that are trained"
            : "",
        first.judge().name());
  }

  private void printSuite(PrintStream out, String suite) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("horizon"));
    COLUMNS.forEach(column -> head.add(column.title()));
    rows.add(head);
    evaluations.stream()
        .map(Evaluation::clips)
        .distinct()
        .sorted()
        .forEach(clips -> rows.add(row(suite, clips)));
    out.printf("%s actions: %s%s%n", suite, String.join(" -> ", weights), remark(suite));
    rows.forEach(row -> out.println(aligned(row, rows)));
    out.println();
  }

  private List<String> row(String suite, int clips) {
    List<String> row = new ArrayList<>();
    row.add(clips + (clips == 1 ? " clip" : " clips") + (clips > trainedClips ? " *" : ""));
    for (Column column : COLUMNS) {
      row.add(
          evaluations.stream()
              .filter(evaluation -> evaluation.clips() == clips)
              .map(evaluation -> column.cell(evaluation.suites().get(suite)))
              .collect(Collectors.joining(" -> ")));
    }
    return row;
  }

  /** What a reader must know of a suite's scenarios. */
  private String remark(String suite) {
    Evaluation.Play play = evaluations.get(0).play().get(suite);
    String remark =
        play.unseenSequences() == 1
            ? ""
            : String.format(
                Locale.ROOT,
                "; the actions of %.0f %% occur in training in this order",
                PERCENT * (1 - play.unseenSequences()));
    return play.clipsLeftOut() == 0
        ? remark
        : remark
            + String.format(
                Locale.ROOT,
                "; %.0f %% of the recorded clips left out (a wall in the way)",
                PERCENT * play.clipsLeftOut());
  }

  private static String aligned(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < row.size(); c++) {
      int column = c;
      int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
      line.append(row.get(c)).append(" ".repeat(width - row.get(c).length() + 3));
    }
    return line.toString().stripTrailing();
  }
}
