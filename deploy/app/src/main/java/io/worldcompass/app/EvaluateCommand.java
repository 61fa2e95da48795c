package io.worldcompass.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.worldcompass.gpu.evaluate.Evaluation;
import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.config.Config;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: how well weights follow actions, by a judge that gave no reward. */
@Command(
    name = "evaluate",
    description = "Measures how well weights follow held-out actions.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass evaluate --weights latest --suite composite"})
final class EvaluateCommand implements Callable<Integer> {
  private static final int MOST_CLIPS = 64;

  @Mixin private CommonOptions common;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "base|latest|VERSION",
      description = "Which weights; base needs no broker.")
  private String weights;

  @Option(
      names = "--suite",
      defaultValue = "all",
      paramLabel = "basic|composite|all",
      description = "Which actions. Default: ${DEFAULT-VALUE}.")
  private String suite;

  @Option(
      names = "--clips",
      defaultValue = "4",
      paramLabel = "N",
      description = "Horizon in clips. Default: ${DEFAULT-VALUE}.")
  private int clips;

  @Option(
      names = "--scenarios",
      defaultValue = "200",
      paramLabel = "M",
      description = "Scenarios of a suite. Default: ${DEFAULT-VALUE}.")
  private int scenarios;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of walks and noise. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  private Path json;

  /** SHA-256 of the published weights file; null for the base that ships with the project. */
  private String sha256;

  @Override
  public Integer call() {
    List<Suite> suites = suites();
    if (clips < 1 || clips > MOST_CLIPS || scenarios < 2) {
      throw new UserException(
          "--clips must be 1 to "
              + MOST_CLIPS
              + " and --scenarios at least 2, got "
              + clips
              + " and "
              + scenarios);
    }
    if (!weights.matches("base|latest|\\d{1,9}")) {
      throw new UserException("--weights takes base, latest or a version, got '" + weights + "'");
    }
    Config config = common.config();
    try (Evaluations evaluations = new Evaluations(config);
        WorldModel model = model(config, evaluations)) {
      Evaluation result = evaluations.evaluate(weights, model, suites, clips, scenarios, seed);
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      new EvaluationTable(List.of(result)).print(out);
      if (json != null) {
        ObjectNode document = Json.tree(result);
        document.put("sha256", sha256);
        Json.write(json, document);
      }
      return 0;
    }
  }

  private List<Suite> suites() {
    return switch (suite.toLowerCase(Locale.ROOT)) {
      case "basic" -> List.of(Suite.BASIC);
      case "composite" -> List.of(Suite.COMPOSITE);
      case "all" -> List.of(Suite.values());
      default ->
          throw new UserException("--suite takes basic, composite or all, got '" + suite + "'");
    };
  }

  private WorldModel model(Config config, Evaluations evaluations) {
    if (weights.equals("base")) {
      return evaluations.base();
    }
    try (Deployment deployment = Deployment.open(config);
        WeightsLog log =
            new WeightsLog(deployment.topics().policyWeights, deployment.clients(), "evaluate")
                .readToEnd()) {
      WeightsManifest manifest = manifest(log);
      sha256 = manifest.getCheckpoint().getSha256();
      return evaluations.published(manifest, deployment.blobs());
    }
  }

  private WeightsManifest manifest(WeightsLog log) {
    Optional<WeightsManifest> found =
        weights.equals("latest") ? log.latest() : log.version(Integer.parseInt(weights));
    return found.orElseThrow(
        () ->
            new UserException(
                "weights '" + weights + "' do not exist; see: ./worldcompass weights list"));
  }
}
