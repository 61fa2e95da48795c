package io.worldcompass.app;

import io.worldcompass.gpu.evaluate.Suite;
import java.util.Locale;
import java.util.function.IntConsumer;

/** How far an evaluation of several weights and suites is, on one line. */
final class EvaluationProgress {
  private final ProgressLine line;
  private final int total;
  private final long begin = System.nanoTime();
  private int before;

  /**
   * An evaluation that begins now.
   *
   * @param total scenarios of all weights and suites
   */
  EvaluationProgress(ProgressLine line, int total) {
    this.line = line;
    this.total = total;
  }

  /** Takes the number of scenarios done of one suite. */
  IntConsumer of(String weights, Suite suite, int scenarios) {
    int earlier = before;
    before += scenarios;
    return done ->
        line.show(
            String.format(
                Locale.ROOT,
                "evaluating %s, %s: %d of %d scenarios · %s left",
                weights,
                suite.key(),
                done,
                scenarios,
                timeLeft(earlier + done)));
  }

  private String timeLeft(int done) {
    double seconds = (System.nanoTime() - begin) / 1e9 / done * (total - done);
    return String.format(Locale.ROOT, "%dm%02ds", (int) seconds / 60, (int) seconds % 60);
  }

  void finish() {
    line.finish();
  }
}
