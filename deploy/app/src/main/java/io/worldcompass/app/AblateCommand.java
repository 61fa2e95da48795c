package io.worldcompass.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.worldcompass.app.ablate.Ablation;
import io.worldcompass.app.ablate.AblationPlot;
import io.worldcompass.app.ablate.AblationReport;
import io.worldcompass.app.ablate.Outcome;
import io.worldcompass.app.ablate.Preset;
import io.worldcompass.schemas.blob.FileBlobStore;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ablate}: the paper's comparisons, each training with one thing changed. */
@Command(
    name = "ablate",
    description = {
      "Trains the method, and the method with one thing changed at a time, from the base weights;",
      "writes a table, a plot and all numbers. Needs no broker. Stopped, the same command goes on",
      "with the next training."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass ablate --only method,sample-level --iterations 60"})
final class AblateCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  @Mixin private CommonOptions common;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PRESET",
      description =
          "Some of: method, sample-level, following-only, quality-only, all-candidates,"
              + " all-timesteps, fixed-horizon. Default: all.")
  private List<String> only = Arrays.stream(Preset.values()).map(Preset::key).toList();

  @Option(
      names = "--iterations",
      defaultValue = "60",
      paramLabel = "N",
      description = "Of each training. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Option(
      names = "--seeds",
      defaultValue = "1",
      paramLabel = "S",
      description = "Trainings of each preset, from run.seed on. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--scenarios",
      defaultValue = "100",
      paramLabel = "M",
      description = "Held-out scenarios of each suite. Default: ${DEFAULT-VALUE}.")
  private int scenarios;

  @Option(
      names = "--out",
      defaultValue = "ablation",
      paramLabel = "DIR",
      description = "Folder of the results. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers as JSON.")
  private Path json;

  private final PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Override
  public Integer call() throws IOException {
    if (iterations < 1 || seeds < 1 || scenarios < 2) {
      throw new UserException(
          "--iterations and --seeds must be at least 1 and --scenarios at least 2, got %d, %d and %d"
              .formatted(iterations, seeds, scenarios));
    }
    List<Preset> presets = presets();
    Config method = common.config();
    ProgressLine line = new ProgressLine(console);
    Ablation ablation =
        new Ablation(
            iterations,
            scenarios,
            new FileBlobStore(Files.createDirectories(out.resolve("blobs"))),
            line::show);
    List<Outcome> outcomes = new ArrayList<>();
    for (long seed = method.run().seed(); seed < method.run().seed() + seeds; seed++) {
      for (Preset preset : presets) {
        outcomes.add(outcome(ablation, preset, method, seed));
      }
    }
    line.finish();
    write(outcomes);
    return 0;
  }

  private List<Preset> presets() {
    try {
      return only.stream().map(Preset::of).toList();
    } catch (IllegalArgumentException e) {
      throw new UserException("--only: " + e.getMessage(), e);
    }
  }

  /** A finished training is not done again. */
  private Outcome outcome(Ablation ablation, Preset preset, Config method, long seed)
      throws IOException {
    Path file = out.resolve("%s-seed%d.json".formatted(preset.key(), seed));
    if (Files.exists(file)) {
      Outcome known = JSON.readValue(file.toFile(), Outcome.class);
      if (known.iterations() == iterations) {
        return known;
      }
      throw new UserException(
          "%s is of a training of %d iterations, not %d: name another folder with --out"
              .formatted(file, known.iterations(), iterations));
    }
    Outcome outcome = ablation.run(preset, config(preset, method, seed));
    Json.write(file, outcome);
    return outcome;
  }

  private Config config(Preset preset, Config method, long seed) {
    ConfigLoader loader = common.loader().flag("run.seed", Long.toString(seed));
    for (Map.Entry<String, String> setting : preset.settings(method).entrySet()) {
      loader.flag(setting.getKey(), setting.getValue());
    }
    return loader.load();
  }

  private void write(List<Outcome> outcomes) throws IOException {
    String table = new AblationReport(outcomes).markdown();
    Files.writeString(out.resolve("ablation.md"), table);
    new AblationPlot(outcomes).write(out.resolve("ablation.png"));
    if (json != null) {
      Json.write(json, outcomes);
    }
    console.print(table);
    console.printf(
        "%d iterations each, %d held-out scenarios a suite, horizon %d clips; table and plot in %s%n",
        iterations, scenarios, common.config().algorithm().clips(), out);
  }
}
