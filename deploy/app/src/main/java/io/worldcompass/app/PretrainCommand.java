package io.worldcompass.app;

import io.worldcompass.app.pretrain.GamePretraining;
import io.worldcompass.app.pretrain.GameRewardPretraining;
import io.worldcompass.app.pretrain.RecordingReport;
import io.worldcompass.gpu.pretrain.Pretraining;
import io.worldcompass.gpu.pretrain.Progress;
import io.worldcompass.gpu.pretrain.RewardPretraining;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pretrain}: makes the shipped weights again. */
@Command(
    name = "pretrain",
    description = {
      "Trains the built-in world model, on the simulated game or on recorded frames and inputs: FILE",
      "gets the base's weights, autoencoder.safetensors beside it the autoencoder's. Seed, data and",
      "steps are recorded in the files' metadata. With --recording, inverse dynamics is trained too",
      "(reward-motion.safetensors), all is measured on the fifth of the play that was held out",
      "(held-out.json), and held-out.png shows recorded above generated clips."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./worldcompass pretrain --out weights/base.safetensors --minutes 30",
      "          ./worldcompass pretrain --recording .worldcompass/rendered --minutes 20"
          + " --out weights/doom.safetensors"
    })
final class PretrainCommand implements Callable<Integer> {
  /** Measured on one thread of a two-core machine; only turns minutes into steps. */
  private static final double SECONDS_OF_A_FULL_RUN = 2000;

  @Mixin private RecordingOptions recording;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Base weights.")
  private Path out;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description =
          "About how long. Default: the steps of the shipped weights, about 35 minutes of a core.")
  private Double minutes;

  @Option(
      names = "--seed",
      description = "Seed of weights, play and order. Default: that of the shipped weights.")
  private long seed = GamePretraining.SHIPPED_SEED;

  @Option(
      names = "--rewards",
      description = "Also the reward model, the judge and the frame quality, beside FILE.")
  private boolean rewards;

  private final PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Override
  public Integer call() throws IOException {
    if (minutes != null && !(minutes > 0)) {
      throw new UserException("--minutes must be greater than 0, got " + minutes);
    }
    Path folder = out.toAbsolutePath().getParent();
    ProgressLine line = new ProgressLine(console);
    Progress progress =
        (part, done, message) ->
            line.show(String.format("%s %.0f %% · %s", part, 100 * done, message));
    if (recording.isGiven()) {
      onRecording(folder, progress, line);
    } else {
      onGame(folder, progress, line);
    }
    console.println("wrote " + out);
    return 0;
  }

  private void onRecording(Path folder, Progress progress, ProgressLine line) throws IOException {
    if (rewards) {
      throw new UserException("--rewards is of the simulated game: leave it out");
    }
    RecordingReport report = recording.train(folder, seed, Optional.ofNullable(minutes), progress);
    move(folder);
    line.finish();
    report.lines().forEach(console::println);
  }

  private void onGame(Path folder, Progress progress, ProgressLine line) throws IOException {
    GamePretraining game = new GamePretraining(folder, seed, progress);
    game.autoencoder(steps(Pretraining.AUTOENCODER_STEPS));
    game.base(steps(Pretraining.BASE_STEPS));
    move(folder);
    if (rewards) {
      trainRewards(new GameRewardPretraining(folder, progress));
    }
    line.finish();
  }

  private void move(Path folder) throws IOException {
    Path made = folder.resolve(Pretraining.BASE_FILE);
    if (!made.equals(out.toAbsolutePath())) {
      Files.move(made, out, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void trainRewards(GameRewardPretraining game) throws IOException {
    console.println("reward model: " + game.reward(steps(RewardPretraining.REWARD_STEPS)));
    console.println("judge: " + game.judge(steps(RewardPretraining.JUDGE_STEPS)));
    console.println("frame quality, area under the curve by damage: " + game.quality());
  }

  private int steps(int shipped) {
    double share = minutes == null ? 1 : minutes * 60 / SECONDS_OF_A_FULL_RUN;
    return (int) Math.max(2, Math.round(shipped * share));
  }
}
