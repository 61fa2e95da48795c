package io.worldcompass.app.ablate;

import io.worldcompass.gpu.evaluate.SuiteResult;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The table of all presets: before and after, means over seeds with their spread. */
public final class AblationReport {
  private static final String COMPOSITE = "composite";
  private static final String BASIC = "basic";
  private final List<Outcome> outcomes;

  public AblationReport(List<Outcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
  }

  /** As a Markdown table, which is also readable as it is. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        "| what is changed | seeds | composite joint IF | basic joint IF | composite VQ"
            + " | error, composite | error, basic | seconds an iteration |\n");
    text.append("|---|---|---|---|---|---|---|---|\n");
    for (Preset preset : Preset.values()) {
      List<Outcome> own =
          outcomes.stream().filter(outcome -> outcome.preset().equals(preset.key())).toList();
      if (!own.isEmpty()) {
        text.append(row(preset, own)).append('\n');
      }
    }
    return text.toString();
  }

  private static String row(Preset preset, List<Outcome> outcomes) {
    return List.of(
            preset.title(),
            Integer.toString(outcomes.size()),
            change(outcomes, COMPOSITE, SuiteResult::joint),
            change(outcomes, BASIC, SuiteResult::joint),
            change(outcomes, COMPOSITE, SuiteResult::visualQuality),
            change(outcomes, COMPOSITE, SuiteResult::renderError),
            change(outcomes, BASIC, SuiteResult::renderError),
            number(
                outcomes.stream()
                    .mapToDouble(outcome -> outcome.trainingSeconds() / outcome.iterations())
                    .average()
                    .orElseThrow()))
        .stream()
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String change(
      List<Outcome> outcomes, String suite, ToDoubleFunction<SuiteResult> measure) {
    double[] before =
        outcomes.stream().mapToDouble(o -> measure.applyAsDouble(o.base().get(suite))).toArray();
    double[] after =
        outcomes.stream().mapToDouble(o -> measure.applyAsDouble(o.trained().get(suite))).toArray();
    return number(Spread.mean(before)) + " → " + Spread.of(after);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
