package io.worldcompass.gpu.evaluate;

import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.nn.TensorArrays;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.gpu.trainer.HeldOutJudge;
import io.worldcompass.schemas.blob.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The trainer's held-out judge: an {@link Evaluator} on the same few scenarios and noise every
 * time, so that measurements differ by the weights alone.
 */
public final class SuitesJudge implements HeldOutJudge {
  private static final long NOISE = 4_242;

  private final NDManager manager;
  private final Evaluator evaluator;
  private final WorldModel model;
  private final List<List<Recording>> suites = new ArrayList<>();
  private final int clips;

  /**
   * A judge over suites.
   *
   * @param manager closed with this; model and evaluator live in it
   * @param model any weights; overwritten by each measurement
   * @param sources of the suites, which weigh the same
   * @param scenarios of each suite
   * @param clips of each scenario
   */
  public SuitesJudge(
      NDManager manager,
      Evaluator evaluator,
      WorldModel model,
      List<? extends ClipSource> sources,
      int scenarios,
      int clips) {
    this.manager = manager;
    this.evaluator = evaluator;
    this.model = model;
    this.clips = clips;
    for (ClipSource source : sources) {
      suites.add(
          Stream.generate(() -> source.next(clips, model.spec().latentsPerClip()))
              .limit(scenarios)
              .toList());
    }
  }

  @Override
  public Score measure(Tensor policy) {
    try (NDManager scope = manager.newSubManager()) {
      model.load(TensorArrays.toArray(scope, policy));
    }
    List<SuiteResult> results = suites.stream().map(this::measure).toList();
    return new Score(
        mean(results, SuiteResult::joint),
        error(results, SuiteResult::standardError),
        mean(results, SuiteResult::visualQuality),
        error(results, SuiteResult::visualQualityStandardError),
        mean(results, SuiteResult::renderError));
  }

  private SuiteResult measure(List<Recording> recordings) {
    Iterator<Recording> next = recordings.iterator();
    return evaluator.evaluate(
        model, (length, steps) -> next.next(), clips, recordings.size(), NOISE);
  }

  private static double mean(List<SuiteResult> results, ToDoubleFunction<SuiteResult> measure) {
    return results.stream().mapToDouble(measure).average().orElseThrow();
  }

  /** Of a mean over suites, from the standard error of each. */
  private static double error(List<SuiteResult> results, ToDoubleFunction<SuiteResult> of) {
    double squares = results.stream().mapToDouble(of).map(e -> e * e).sum();
    return Math.sqrt(squares) / results.size();
  }

  @Override
  public void close() {
    model.close();
    manager.close();
  }
}
