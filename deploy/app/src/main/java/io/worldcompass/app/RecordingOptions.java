package io.worldcompass.app;

import io.worldcompass.app.pretrain.RecordingPretraining;
import io.worldcompass.app.pretrain.RecordingReport;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.pretrain.MotionAccuracy;
import io.worldcompass.gpu.pretrain.Progress;
import io.worldcompass.producers.BadLogException;
import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.FilmedPlay;
import io.worldcompass.producers.FilmedRecordings;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code pretrain} on recorded frames and inputs. */
final class RecordingOptions {
  // Seconds of a step on one thread of a two-core machine; they only turn minutes into steps.
  private static final double DECODER_SECONDS = 0.2;
  private static final double BASE_SECONDS = 0.25;
  private static final double MOTION_SECONDS = 0.15;
  private static final double DECODER_SHARE = 0.15;
  private static final double BASE_SHARE = 0.6;
  private static final double MOTION_SHARE = 0.25;
  private static final double DEFAULT_MINUTES = 20;
  private static final String FIGURES = "held-out.json";

  @Mixin private CommonOptions common;

  @Option(
      names = "--recording",
      paramLabel = "DIR",
      description = {
        "Train on recorded play: logs that produce reads, and beside each NAME.rgb, a raw RGB frame",
        "of 48x48 for every tick; produce --render makes them of Doom demos."
      })
  private Path directory;

  @Option(
      names = "--ticks-per-clip",
      paramLabel = "N",
      description =
          "With --recording: ticks of a clip of four frames, as for produce. Default: 16.")
  private int ticksPerClip = ClipRules.DEFAULT.ticksPerClip();

  @Option(
      names = "--labels-per-clip",
      paramLabel = "N",
      description = "With --recording: action labels of a clip, 1, 2 or 4. Default: 4.")
  private int labelsPerClip = FlowModel.SPEC.latentsPerClip();

  boolean isGiven() {
    return directory != null;
  }

  /**
   * Trains decoder, flow network and inverse dynamics, and measures them.
   *
   * @param out where the weights and figures are written
   */
  RecordingReport train(Path out, long seed, Optional<Double> minutes, Progress progress)
      throws IOException {
    Config config = common.config();
    RecordingPretraining training = training(config, out, seed, progress);
    double seconds = 60 * minutes.orElse(DEFAULT_MINUTES);
    training.autoencoder(steps(seconds * DECODER_SHARE, DECODER_SECONDS));
    training.base(steps(seconds * BASE_SHARE, BASE_SECONDS));
    MotionAccuracy motion = training.motion(steps(seconds * MOTION_SHARE, MOTION_SECONDS));
    RecordingReport report = training.report(motion, NoiseSchedule.of(config.algorithm()));
    Json.write(out.resolve(FIGURES), report);
    return report;
  }

  private RecordingPretraining training(Config config, Path out, long seed, Progress progress)
      throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UserException(directory + " is no directory; --recording takes one");
    }
    FilmedRecordings recordings =
        new FilmedRecordings(
            GameplaySettings.keys(config.gameplay()),
            FlowModel.SPEC.frameWidth(),
            FlowModel.SPEC.frameHeight(),
            problem -> System.err.println("worldcompass: " + problem));
    try {
      List<List<FilmedPlay>> players = recordings.in(directory);
      return new RecordingPretraining(out, players, ticksPerClip, labelsPerClip, seed, progress);
    } catch (BadLogException | IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private static int steps(double seconds, double secondsOfAStep) {
    return (int) Math.max(2, Math.round(seconds / secondsOfAStep));
  }
}
