package io.worldcompass.gpu.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.pretrain.ClipSource;
import io.worldcompass.gpu.pretrain.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How near generated clips are to what was recorded: mean absolute error of pixels, in [0,1].
 * Beside it what costs nothing, the clip's first frame repeated, and the same model with the
 * commands of another clip, which shows how much it listens. Every clip begins with a recorded
 * frame.
 *
 * @param clips measured
 * @param generated error of each step, with the clip's own commands
 * @param otherCommands error of each step, with another clip's commands
 * @param repeated error of each step when the first frame is repeated
 * @param gain mean over clips of repeated - generated; above 0 the model is better
 * @param gainError its standard error
 * @param listening mean over clips of otherCommands - generated
 * @param listeningError its standard error
 */
public record Prediction(
    int clips,
    List<Double> generated,
    List<Double> otherCommands,
    List<Double> repeated,
    double gain,
    double gainError,
    double listening,
    double listeningError) {
  private static final int BATCH = 16;

  public Prediction {
    generated = List.copyOf(generated);
    otherCommands = List.copyOf(otherCommands);
    repeated = List.copyOf(repeated);
  }

  /**
   * Measures single clips.
   *
   * @param heldOut recorded play that was not trained on
   * @param clips at least 2
   * @param seed of the noise
   */
  public static Prediction measure(
      WorldModel model, NoiseSchedule schedule, ClipSource heldOut, int clips, long seed) {
    int steps = model.spec().latentsPerClip();
    Rollouts rollouts = new Rollouts(model, schedule);
    SplittableRandom seeds = new SplittableRandom(seed);
    List<double[][]> errors = new ArrayList<>();
    while (errors.size() < clips) {
      List<Recording> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        batch.add(heldOut.next(1, steps));
      }
      long[] noise = batch.stream().mapToLong(recording -> seeds.nextLong()).toArray();
      try (NDManager scope = model.weights().getManager().newSubManager()) {
        errors.addAll(errors(scope, rollouts, batch, noise));
      }
    }
    return of(errors.subList(0, clips), steps);
  }

  /** Of each clip: generated, with other commands, repeated; by step. */
  private static List<double[][]> errors(
      NDManager scope, Rollouts rollouts, List<Recording> batch, long[] noise) {
    NDArray generated = rollouts.frames(scope, batch, noise);
    NDArray other = rollouts.frames(scope, swapped(batch), noise);
    NDArray first = rollouts.first(scope, batch);
    List<double[][]> errors = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      List<byte[]> frames = batch.get(row).frames();
      NDArray truth = rollouts.pixels(scope, frames.subList(1, frames.size()));
      errors.add(
          new double[][] {
            Measures.errors(generated.get(row), truth),
            Measures.errors(other.get(row), truth),
            Measures.errors(first.get(new NDIndex("{}:{}", row, row + 1)), truth)
          });
    }
    return errors;
  }

  /** Every recording with the commands of its neighbour. */
  private static List<Recording> swapped(List<Recording> batch) {
    return IntStream.range(0, batch.size())
        .mapToObj(
            i -> {
              Recording commands = batch.get((i + 1) % batch.size());
              return new Recording(
                  batch.get(i).frames(), commands.commanded(), commands.executed());
            })
        .toList();
  }

  private static Prediction of(List<double[][]> errors, int steps) {
    Sample gain = new Sample();
    Sample listening = new Sample();
    for (double[][] clip : errors) {
      gain.add(mean(clip[2]) - mean(clip[0]));
      listening.add(mean(clip[1]) - mean(clip[0]));
    }
    return new Prediction(
        errors.size(),
        bySteps(errors, 0, steps),
        bySteps(errors, 1, steps),
        bySteps(errors, 2, steps),
        gain.mean(),
        gain.standardError(),
        listening.mean(),
        listening.standardError());
  }

  private static List<Double> bySteps(List<double[][]> errors, int which, int steps) {
    return IntStream.range(0, steps)
        .mapToObj(
            step -> errors.stream().mapToDouble(clip -> clip[which][step]).average().orElseThrow())
        .toList();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** For people: mean errors over all steps. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "error of pixels over %d held-out clips: generated %.4f, first frame repeated %.4f (gain"
            + " %.4f +- %.4f); with another clip's commands %.4f (+%.4f +- %.4f)",
        clips,
        average(generated),
        average(repeated),
        gain,
        gainError,
        average(otherCommands),
        listening,
        listeningError);
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
