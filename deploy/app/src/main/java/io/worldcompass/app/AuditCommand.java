package io.worldcompass.app;

import io.worldcompass.app.history.Audit;
import io.worldcompass.app.history.Line;
import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.blob.BlobStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code audit}: where each number came from. */
@Command(
    name = "audit",
    description = {
      "Shows where each number of an iteration or a group came from, as JSON,",
      "and checks the hashes of its blobs; the exit code is 1 when a blob was altered."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass audit --iteration 7"})
final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @ArgGroup(multiplicity = "1")
  private Subject subject;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result to a file.")
  private Path file;

  /** What is audited. */
  private static final class Subject {
    @Option(names = "--iteration", paramLabel = "J", description = "All groups of an iteration.")
    private Integer iteration;

    @Option(names = "--group", paramLabel = "PREFIX_ID", description = "One group.")
    private String group;

    boolean matches(ScoredGroup scored) {
      return iteration != null
          ? scored.getIteration() == iteration
          : scored.getPrefixId().equals(group);
    }

    @Override
    public String toString() {
      return iteration != null ? "iteration " + iteration : "group " + group;
    }
  }

  @Override
  public Integer call() {
    try (Deployment deployment = Deployment.open(common.config())) {
      Audit audit = read(deployment);
      Map<String, Object> report = audit.report();
      Map<String, String> bad = problems(deployment.blobs(), audit.blobs());
      Map<String, Object> blobs = new LinkedHashMap<>();
      blobs.put("checked", audit.blobs().size());
      blobs.put("problems", bad);
      report.put("blobs", blobs);
      if (file == null) {
        spec.commandLine().getOut().println(Json.line(report));
      } else {
        Json.write(file, report);
      }
      Optional<String> altered =
          bad.values().stream().filter(why -> !why.contains("is missing")).findFirst();
      altered.ifPresent(
          why -> {
            throw new UserException(subject + ": " + why);
          });
      return 0;
    }
  }

  private Audit read(Deployment deployment) {
    Audit audit = new Audit();
    int[] iteration = {0};
    TopicScan.each(
        deployment.clients(),
        deployment.topics().scoredGroups,
        (record, group) -> {
          if (subject.matches(group)) {
            audit.add(group);
            iteration[0] = group.getIteration();
          }
        });
    if (audit.isEmpty()) {
      throw new UserException(
          "no closed group of " + subject + "; see: ./worldcompass tap scored-groups");
    }
    TopicScan.each(
        deployment.clients(),
        deployment.topics().trainingBatches,
        (record, batch) -> {
          if (batch.getIteration() == iteration[0]) {
            audit.add(batch);
          }
        });
    try (WeightsLog log =
        new WeightsLog(deployment.topics().policyWeights, deployment.clients(), "audit-weights")) {
      log.readToEnd().all().stream()
          .filter(manifest -> manifest.getIteration() == iteration[0] && Line.isTrained(manifest))
          .map(WeightsManifest::getVersion)
          .findFirst()
          .ifPresent(audit::trainedBy);
    }
    return audit;
  }

  /** By hash: what is wrong with the blob. Old ones are missing because they were collected. */
  private static Map<String, String> problems(BlobStore store, Collection<String> blobs) {
    Map<String, String> problems = new TreeMap<>();
    for (String sha256 : blobs) {
      try {
        store.get(sha256);
      } catch (BlobException e) {
        problems.put(sha256, e.getMessage());
      }
    }
    return problems;
  }
}
