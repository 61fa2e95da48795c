package io.worldcompass.app;

import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.avro.WeightsManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weights list|show|rollback|export}. */
@Command(
    name = "weights",
    description = "Lists, shows, exports or rolls back the published weights.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass weights list --json"})
final class WeightsCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Every published version, newest last.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass weights list --json"})
  int list(@Mixin CommonOptions common, @Option(names = "--json") boolean json) {
    List<Map<String, Object>> rows =
        withLog(common, log -> log.all().stream().map(WeightsCommand::row).toList());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(rows));
      return 0;
    }
    out.printf("%-8s %-7s %-10s %-10s %s%n", "version", "parent", "iteration", "bytes", "sha256");
    rows.forEach(
        r ->
            out.printf(
                "%-8s %-7s %-10s %-10s %s%n",
                r.get("version"),
                r.get("parent"),
                r.get("iteration"),
                r.get("bytes"),
                r.get("sha256")));
    return 0;
  }

  @Command(
      name = "show",
      description = "The manifest of one version, as JSON.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass weights show 7"})
  int show(@Mixin CommonOptions common, @Parameters(paramLabel = "VERSION") int version) {
    String line = withLog(common, log -> AvroJson.of(find(log, version)).toString());
    spec.commandLine().getOut().println(line);
    return 0;
  }

  @Command(
      name = "export",
      description = "Writes one version's weights as a safetensors file.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass weights export 7 --out policy.safetensors"})
  int export(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "VERSION") int version,
      @Option(names = "--out", required = true, paramLabel = "FILE") Path out)
      throws IOException {
    try (Deployment deployment = Deployment.open(common.config());
        WeightsLog log = open(deployment)) {
      Files.write(out, deployment.blobs().get(find(log, version).getPolicy().getSha256()));
    }
    spec.commandLine().getOut().println("wrote version " + version + " to " + out);
    return 0;
  }

  @Command(
      name = "rollback",
      description = {
        "Goes back to an earlier version: publishes a new version with its weights and trainer state.",
        "Training goes on from there; the versions between stay readable, and samples that they",
        "generated are not trained on."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass weights rollback 7 --reason 'rewards collapsed'"})
  int rollback(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "VERSION") int version,
      @Option(names = "--reason", defaultValue = "", paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(names = "--json") boolean json) {
    try (Deployment deployment = Deployment.open(common.config())) {
      WeightsManifest manifest = new Rollback(deployment).to(version, reason);
      spec.commandLine()
          .getOut()
          .println(
              json
                  ? Json.line(row(manifest))
                  : "version " + manifest.getVersion() + " is version " + version + " again");
      return 0;
    }
  }

  private static <T> T withLog(CommonOptions common, Function<WeightsLog, T> use) {
    try (Deployment deployment = Deployment.open(common.config());
        WeightsLog log = open(deployment)) {
      return use.apply(log);
    }
  }

  private static WeightsLog open(Deployment deployment) {
    return new WeightsLog(deployment.topics().policyWeights, deployment.clients(), "weights")
        .readToEnd();
  }

  private static WeightsManifest find(WeightsLog log, int version) {
    return log.version(version)
        .orElseThrow(
            () ->
                new UserException(
                    "version " + version + " does not exist; see: ./worldcompass weights list"));
  }

  private static Map<String, Object> row(WeightsManifest manifest) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("version", manifest.getVersion());
    row.put("parent", manifest.getParent());
    row.put("iteration", manifest.getIteration());
    row.put("sha256", manifest.getPolicy().getSha256());
    row.put("bytes", manifest.getBytes());
    row.put("created", manifest.getCreatedAt().toString());
    return row;
  }
}
