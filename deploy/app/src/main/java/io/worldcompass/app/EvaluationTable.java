package io.worldcompass.app;

import io.worldcompass.gpu.evaluate.Evaluation;
import io.worldcompass.gpu.evaluate.SuiteResult;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Evaluations side by side, each measure with its standard error. */
final class EvaluationTable {
  private static final String ROW = "%-11s %-28s";

  private final List<Evaluation> evaluations;

  EvaluationTable(List<Evaluation> evaluations) {
    this.evaluations = List.copyOf(evaluations);
  }

  void print(PrintStream out) {
    Evaluation first = evaluations.get(0);
    out.print(String.format(Locale.ROOT, ROW, "actions", "measure"));
    evaluations.forEach(e -> out.print(String.format(Locale.ROOT, "  %-16s", e.weights())));
    out.println();
    for (String suite : first.suites().keySet().stream().sorted().toList()) {
      row(out, suite, "joint IF", SuiteResult::joint, SuiteResult::standardError);
      row(out, suite, "fine IF", SuiteResult::fine, SuiteResult::fineStandardError);
      row(
          out,
          suite,
          "visual quality",
          SuiteResult::visualQuality,
          SuiteResult::visualQualityStandardError);
      row(
          out,
          suite,
          "error to the true view",
          SuiteResult::renderError,
          SuiteResult::renderErrorStandardError);
    }
    out.printf(
        Locale.ROOT,
        "%d held-out scenarios of %d clips each; ± one standard error%njudge: %s%n",
        first.scenarios(),
        first.clips(),
        first.judge().name());
  }

  private void row(
      PrintStream out,
      String suite,
      String measure,
      ToDoubleFunction<SuiteResult> mean,
      ToDoubleFunction<SuiteResult> error) {
    out.print(String.format(Locale.ROOT, ROW, suite, measure));
    for (Evaluation evaluation : evaluations) {
      SuiteResult result = evaluation.suites().get(suite);
      out.print(
          String.format(
              Locale.ROOT,
              "  %6.3f ± %.3f  ",
              mean.applyAsDouble(result),
              error.applyAsDouble(result)));
    }
    out.println();
  }
}
