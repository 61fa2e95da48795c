package io.worldcompass.app;

import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.DryRun;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.IngestReport;
import io.worldcompass.producers.Ingestion;
import io.worldcompass.producers.ScenarioProducer;
import io.worldcompass.producers.ScenarioSink;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      "          ./worldcompass produce demo1.lmp --dry-run --json",
      "          ./worldcompass produce --render demos/*.lmp",
      "          ./worldcompass produce --follow /var/log/game",
      "          WORLDCOMPASS_INGEST_TOKEN=secret ./worldcompass produce --listen 8099"
    })
final class ProduceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "INPUT",
      arity = "0..*",
      description =
          "Logs: files (also .gz and .zst), directories, - for standard input, s3://BUCKET/KEY or"
              + " s3://BUCKET/PREFIX/.")
  private List<String> inputs = List.of();

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

  @Option(
      names = "--follow",
      description = "Go on as logs grow, rotate and appear, until Ctrl-C; positions are in Kafka.")
  private boolean follow;

  @Option(
      names = "--listen",
      paramLabel = "PORT",
      description =
          "Take JSON lines over HTTP: POST /v1/play. The token that requests must carry is that of"
              + " the environment's WORLDCOMPASS_INGEST_TOKEN. 0: any free port.")
  private Integer listen;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Name of this producer: its positions are kept under it, and a second one of the same"
              + " name takes over. Default: from host and inputs.")
  private String name;

  @Mixin private RenderOptions render;

  @Option(names = "--dry-run", description = "Print the scenarios; needs no Kafka.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON lines.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    checkUsage();
    Config config = common.config();
    GameplayLogs logs = logs(config);
    if (dryRun) {
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      IngestReport report = ingest(config, logs, json ? DryRun.json(out) : DryRun.text(out));
      out.flush();
      return finish(report, !json);
    }
    try (Deployment deployment = Deployment.open(config)) {
      if (follow || listen != null) {
        deployment.requireTopics();
        return live(deployment, logs);
      }
      return once(deployment, logs);
    }
  }

  private void checkUsage() {
    if (inputs.isEmpty() && listen == null) {
      throw new ParameterException(spec.commandLine(), "name an INPUT, or listen with --listen");
    }
    if (dryRun && (follow || listen != null)) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run reads finished logs: leave out --follow and --listen");
    }
    render.check(spec.commandLine(), inputs, follow || listen != null);
    if (!follow && listen != null && !inputs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "with --listen, inputs are followed: add --follow");
    }
    if (follow && inputs.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--follow needs an INPUT");
    }
  }

  private int once(Deployment deployment, GameplayLogs logs) throws IOException {
    AtomicInteger badFrames = new AtomicInteger();
    Consumer<String> frameProblems =
        problem -> {
          badFrames.incrementAndGet();
          tell(problem);
        };
    try (ScenarioProducer producer =
        new ScenarioProducer(
            deployment.clients().producer("produce"),
            deployment.topics().promptActions,
            BuiltInModels.observations(
                deployment.blobs(), deployment.config().gameplay(), frameProblems),
            GameplaySettings.pseudonyms(deployment.config()))) {
      IngestReport report = ingest(deployment.config(), logs, producer);
      producer.flush();
      if (json) {
        out().println(Json.line(Map.of("report", report, "written", producer.acknowledged())));
      }
      int exit = finish(report, !json);
      return badFrames.get() > 0 ? 1 : exit;
    }
  }

  private int live(Deployment deployment, GameplayLogs logs) throws IOException {
    LiveProduce live = new LiveProduce(deployment, logs, this::tell, out(), json);
    return live.run(
        ProduceInputs.followed(inputs), Optional.ofNullable(listen), Optional.ofNullable(name));
  }

  private GameplayLogs logs(Config config) {
    try {
      return new GameplayLogs(
          Optional.ofNullable(format), rules(), GameplaySettings.keys(config.gameplay()));
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

  private IngestReport ingest(Config config, GameplayLogs logs, ScenarioSink sink)
      throws IOException {
    return new Ingestion(logs, sink, this::tell, render.preparation(config, this::tell))
        .ingest(new ProduceInputs(config.gameplay(), this::tell).recordings(inputs));
  }

  private void tell(String problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("worldcompass: " + problem);
    err.flush();
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
