package io.worldcompass.app;

import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.DryRun;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.IngestReport;
import io.worldcompass.producers.Ingestion;
import io.worldcompass.producers.LogFile;
import io.worldcompass.producers.ScenarioProducer;
import io.worldcompass.producers.ScenarioSink;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code produce}: gameplay logs into prompt-actions. */
@Command(
    name = "produce",
    description = "Reads gameplay logs and writes their scenarios to prompt-actions.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./worldcompass produce --format doom-lmp demo1.lmp demo2.lmp",
      "          ./worldcompass produce demo1.lmp --dry-run --json"
    })
final class ProduceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "INPUT", arity = "1..*", description = "Log files.")
  private List<Path> inputs;

  @Option(names = "--format", description = "Log format; recognised from content by default.")
  private String format;

  @Option(
      names = "--ticks-per-clip",
      paramLabel = "N",
      description = "Ticks of a clip. Default: 16.")
  private int ticksPerClip = ClipRules.DEFAULT.ticksPerClip();

  @Option(
      names = "--labels-per-clip",
      paramLabel = "N",
      description = "Labels of a clip; divides the ticks. Default: 1.")
  private int labelsPerClip = ClipRules.DEFAULT.labelsPerClip();

  @Option(names = "--dry-run", description = "Print the scenarios; needs no Kafka.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON lines.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    GameplayLogs logs = logs();
    if (dryRun) {
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      IngestReport report = ingest(logs, json ? DryRun.json(out) : DryRun.text(out));
      out.flush();
      return finish(report, !json);
    }
    try (Deployment deployment = Deployment.open(common.config());
        ScenarioProducer producer =
            new ScenarioProducer(
                deployment.clients().producer("produce"),
                deployment.topics().promptActions,
                BuiltInModels.observations(deployment.blobs()))) {
      IngestReport report = ingest(logs, producer);
      producer.flush();
      if (json) {
        out().println(Json.line(Map.of("report", report, "written", producer.acknowledged())));
      }
      return finish(report, !json);
    }
  }

  private GameplayLogs logs() {
    try {
      ClipRules rules = rules();
      return new GameplayLogs(Optional.ofNullable(format), rules);
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  /** Both at once: each alone may not fit the other's default. */
  private ClipRules rules() {
    ClipRules defaults = ClipRules.DEFAULT;
    return new ClipRules(
        ticksPerClip,
        labelsPerClip,
        defaults.clipsPerScenario(),
        defaults.translationThreshold(),
        defaults.rotationThreshold());
  }

  private IngestReport ingest(GameplayLogs logs, ScenarioSink sink) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    return new Ingestion(logs, sink, problem -> err.println("worldcompass: " + problem))
        .ingest(inputs.stream().map(LogFile::new).toList());
  }

  private int finish(IngestReport report, boolean tell) {
    if (tell) {
      out().println(report.summary());
    }
    return report.isComplete() ? 0 : 1;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
