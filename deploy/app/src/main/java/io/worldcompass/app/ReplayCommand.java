package io.worldcompass.app;

import io.worldcompass.app.history.Replay;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.config.Config;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replay}: recomputes batches from the log. */
@Command(
    name = "replay",
    description = {
      "Recomputes training batches from the closed groups on the log; touches no model.",
      "Without --set every batch is recomputed with the settings that it names, and must come out",
      "byte for byte. With --set of algorithm.keep, .normalisation, .advantage-clip,",
      ".interaction-following-weight or .visual-quality-weight: what would have been chosen."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./worldcompass replay --from-iteration 5 --to-iteration 9 --set algorithm.keep=2"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(names = "--from-iteration", required = true, paramLabel = "A", description = "First.")
  private int from;

  @Option(names = "--to-iteration", required = true, paramLabel = "B", description = "Last.")
  private int to;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result to a file.")
  private Path file;

  @Override
  public Integer call() {
    if (from < 1 || to < from) {
      throw new UserException(
          "--from-iteration is at least 1 and at most --to-iteration, got " + from + " to " + to);
    }
    Config config = common.config();
    try (Deployment deployment = Deployment.open(config)) {
      List<Replay.Result> results = replay(deployment, config);
      if (file != null) {
        Json.write(file, Map.of("iterations", results));
      } else {
        print(results, spec.commandLine().getOut());
      }
      return 0;
    }
  }

  private List<Replay.Result> replay(Deployment deployment, Config config) {
    Map<Integer, List<ScoredGroup>> groups = new HashMap<>();
    TopicScan.each(
        deployment.clients(),
        deployment.topics().scoredGroups,
        (record, group) -> {
          if (isAsked(group.getIteration())) {
            groups.computeIfAbsent(group.getIteration(), j -> new ArrayList<>()).add(group);
          }
        });
    Replay replay = new Replay(deployment.topics().trainingBatches, config, common::isFlagSet);
    Map<Integer, Replay.Result> results = new TreeMap<>();
    TopicScan.each(
        deployment.clients(),
        deployment.topics().trainingBatches,
        (record, batch) -> {
          if (isAsked(batch.getIteration())) {
            results.put(
                batch.getIteration(), replay.of(record.value(), groups.get(batch.getIteration())));
          }
        });
    if (results.size() < to - from + 1) {
      throw new UserException(
          "only %d of the iterations %d to %d have a batch; see: ./worldcompass ledger"
              .formatted(results.size(), from, to));
    }
    return List.copyOf(results.values());
  }

  private boolean isAsked(int iteration) {
    return iteration >= from && iteration <= to;
  }

  private static void print(List<Replay.Result> results, PrintWriter out) {
    results.forEach(
        r ->
            out.printf(
                "iteration %d: %s, %d kept members change, r changes by at most %.4f%n",
                r.iteration(),
                r.identical() ? "identical" : "not identical",
                r.keptChanged(),
                r.largestChangeOfR()));
    long identical = results.stream().filter(Replay.Result::identical).count();
    out.printf("%d of %d identical%n", identical, results.size());
  }
}
