package io.worldcompass.app.pretrain;

import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.evaluate.Comparison;
import io.worldcompass.gpu.evaluate.ContactSheet;
import io.worldcompass.gpu.evaluate.FilmStrip;
import io.worldcompass.gpu.evaluate.Prediction;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.pretrain.MotionAccuracy;
import io.worldcompass.gpu.pretrain.Pretraining;
import io.worldcompass.gpu.pretrain.Progress;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.gpu.pretrain.RewardPretraining;
import io.worldcompass.gpu.reward.BuiltInWeights;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.producers.FilmedPlay;
import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.blob.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the built-in world model and the inverse-dynamics model from nothing on recorded frames and
 * inputs, and measures both on play that they were not trained on.
 */
public final class RecordingPretraining {
  /**
   * Windows of this many steps are trained on: four clips, and more than inverse dynamics takes.
   */
  private static final int TRAINED_STEPS = 16;

  private static final int MEASURED_CLIPS = 400;
  private static final int SHOWN_CLIPS = 6;
  private static final long HELD_OUT_SEED = 777_000;
  private static final String SHEET = "held-out.png";
  private static final String HOW_TO_READ =
      "Every row begins with a recorded frame that was not trained on. A green bar: inverse dynamics"
          + " sees the pressed action in that step.";

  private final Path directory;
  private final long seed;
  private final Progress progress;
  private final FilmedSplit split;
  private final ModelSpec spec = FlowModel.SPEC;
  private final int ticksPerStep;
  private final int stepsPerLabel;
  private final String data;
  private int measuredClips;

  /**
   * A pre-training into a directory.
   *
   * @param directory where weights and picture are written; made when it is missing
   * @param players stretches of play by player
   * @param ticksPerClip a multiple of the model's four steps
   * @param labelsPerClip 1, 2 or 4
   * @throws IllegalArgumentException when numbers do not fit the model, or there is too little play
   */
  public RecordingPretraining(
      Path directory,
      List<List<FilmedPlay>> players,
      int ticksPerClip,
      int labelsPerClip,
      long seed,
      Progress progress)
      throws IOException {
    int steps = spec.latentsPerClip();
    if (ticksPerClip < 1 || ticksPerClip % steps != 0) {
      throw new IllegalArgumentException(
          "ticks per clip must be a multiple of " + steps + ", got " + ticksPerClip);
    }
    if (labelsPerClip < 1 || steps % labelsPerClip != 0) {
      throw new IllegalArgumentException(
          "labels per clip must divide " + steps + ", got " + labelsPerClip);
    }
    this.directory = Files.createDirectories(directory);
    this.seed = seed;
    this.progress = progress;
    this.split = FilmedSplit.of(players);
    this.ticksPerStep = ticksPerClip / steps;
    this.stepsPerLabel = steps / labelsPerClip;
    this.data =
        "recording, %d ticks of %d players, %d ticks a clip"
            .formatted(FilmedSplit.ticks(split.training()), players.size(), ticksPerClip);
    if (training(0).windows(TRAINED_STEPS) == 0 || heldOut().windows(steps) == 0) {
      throw new IllegalArgumentException(
          "too little unbroken play: training takes stretches of "
              + TRAINED_STEPS * ticksPerStep
              + " ticks or more");
    }
  }

  /** Trains the decoder of latents. */
  public void autoencoder(int steps) throws IOException {
    pretraining().autoencoder(training(1), data, steps);
  }

  /** Trains the flow network. */
  public void base(int steps) throws IOException {
    measuredClips = Math.min(MEASURED_CLIPS, 20 * steps);
    pretraining().base(training(2), data, steps);
  }

  /** Trains inverse dynamics and returns its accuracy on held-out clips. */
  public MotionAccuracy motion(int steps) throws IOException {
    return new RewardPretraining(directory, seed, progress)
        .motion(BuiltInWeights.REWARD_MOTION, training(3), heldOut(), data, steps);
  }

  /** Measures what was trained, and draws some held-out clips, which chance picks. */
  public RecordingReport report(MotionAccuracy motion, NoiseSchedule schedule) throws IOException {
    try (NDManager manager = NDManager.newBaseManager();
        FlowModel model =
            FlowModel.read(
                manager,
                directory.resolve(Pretraining.AUTOENCODER_FILE),
                directory.resolve(Pretraining.BASE_FILE));
        InverseDynamics judge =
            InverseDynamics.of(
                manager,
                Safetensors.read(directory.resolve(BuiltInWeights.REWARD_MOTION.file())))) {
      Prediction prediction =
          Prediction.measure(model, schedule, heldOut(), measuredClips, HELD_OUT_SEED);
      draw(model, judge, schedule);
      List<Recording> measured = heldOut(measuredClips);
      return new RecordingReport(
          FilmedSplit.ticks(split.training()),
          FilmedSplit.ticks(split.heldOut()),
          prediction,
          motion,
          mostFrequent(measured),
          agreement(measured),
          directory.resolve(SHEET).toString());
    }
  }

  private void draw(FlowModel model, InverseDynamics judge, NoiseSchedule schedule)
      throws IOException {
    new ContactSheet(
            "Held-out clips, drawn at random", HOW_TO_READ, spec.frameHeight(), spec.frameWidth())
        .write(
            directory.resolve(SHEET),
            new Comparison(judge, schedule, 1)
                .blocks(
                    List.of(new Comparison.Shown(FilmStrip.Kind.AFTER, "Generated", model)),
                    heldOut(SHOWN_CLIPS),
                    seed));
  }

  private List<Recording> heldOut(int count) {
    FilmedClips clips = heldOut();
    return Stream.generate(() -> clips.next(1, spec.latentsPerClip())).limit(count).toList();
  }

  /** Share of steps that whoever always names the most frequent action would get right. */
  private static double mostFrequent(List<Recording> measured) {
    int[] counts = new int[Action.LABELS];
    measured.forEach(clip -> clip.executed().forEach(label -> counts[label]++));
    return Arrays.stream(counts).max().orElseThrow() / (double) Arrays.stream(counts).sum();
  }

  /** Share of steps in which the camera did what the inputs ask for. */
  private static double agreement(List<Recording> measured) {
    int same = 0;
    int all = 0;
    for (Recording clip : measured) {
      for (int step = 0; step < clip.commanded().size(); step++) {
        same += clip.commanded().get(step).equals(clip.executed().get(step)) ? 1 : 0;
        all++;
      }
    }
    return same / (double) all;
  }

  private Pretraining pretraining() {
    return new Pretraining(directory, seed, progress);
  }

  private FilmedClips training(long stream) {
    return new FilmedClips(split.training(), ticksPerStep, stepsPerLabel, 10 * seed + stream);
  }

  /** The same clips every time. */
  private FilmedClips heldOut() {
    return new FilmedClips(split.heldOut(), ticksPerStep, stepsPerLabel, HELD_OUT_SEED);
  }
}
