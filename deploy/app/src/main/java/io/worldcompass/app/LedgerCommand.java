package io.worldcompass.app;

import io.worldcompass.app.history.DeadLetter;
import io.worldcompass.app.history.Ledger;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.kafka.KafkaClients;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ledger}: how everything ended. */
@Command(
    name = "ledger",
    description = "Counts from the topics alone how everything ended, and names what is pending.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass ledger --json"})
final class LedgerCommand implements Callable<Integer> {
  private static final int PENDING_SHOWN = 20;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(names = "--json", description = "One line of JSON, with reasons and all pending items.")
  private boolean json;

  @Option(
      names = "--as-of",
      paramLabel = "ITERATION|TIME",
      description = "The state when an iteration was published, or at an ISO-8601 time.")
  private String asOf;

  @Override
  public Integer call() {
    try (Deployment deployment = Deployment.open(common.config())) {
      Ledger.Report report = read(deployment.topics(), deployment.clients(), asOf);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.line(report));
      } else {
        print(report, out);
      }
      return 0;
    }
  }

  /** The ledger of a run, now or as of an iteration or a time. */
  static Ledger.Report read(Topics topics, KafkaClients clients, String asOf) {
    Instant until = AsOf.parse(asOf, topics, clients);
    Ledger ledger = new Ledger(topics);
    // What comes last in the flow is read first: whatever it names was written before.
    for (Topic<String, ? extends SpecificRecord> topic : backwards(topics)) {
      TopicScan.each(
          clients,
          topic,
          (record, value) -> {
            if (isBy(until, record)) {
              ledger.add(record, value);
            }
          });
    }
    TopicScan.records(
        clients,
        topics.deadLetters,
        record -> {
          if (isBy(until, record)) {
            ledger.add(DeadLetter.of(record));
          }
        });
    return ledger.report(asOf == null ? Instant.now() : until);
  }

  private static boolean isBy(Instant until, ConsumerRecord<?, ?> record) {
    return !Instant.ofEpochMilli(record.timestamp()).isAfter(until);
  }

  private static List<Topic<String, ? extends SpecificRecord>> backwards(Topics topics) {
    return List.of(
        topics.policyWeights,
        topics.trainingBatches,
        topics.scoredGroups,
        topics.clipScores,
        topics.clipCandidates,
        topics.rolloutTasks,
        topics.scenarioOutcomes,
        topics.promptActions);
  }

  private static void print(Ledger.Report report, PrintWriter out) {
    Map<String, Map<String, Long>> rows = new LinkedHashMap<>();
    rows.put("scenarios", report.scenarios());
    rows.put("tasks", report.tasks());
    rows.put("candidates", report.candidates());
    rows.put("groups", report.groups());
    rows.put("batches", report.batches());
    rows.forEach((kind, counts) -> out.printf("%-11s %s%n", kind, counts(counts)));
    report
        .reasons()
        .forEach(
            (kind, fates) ->
                fates.forEach(
                    (fate, reasons) ->
                        reasons.forEach(
                            (reason, n) -> out.printf("  %d %s %s: %s%n", n, kind, fate, reason))));
    out.printf(
        "%d second attempts, %d late records, %d dead letters%n",
        report.secondAttempts(), report.late(), report.deadLetters());
    report.violations().forEach(violation -> out.println("VIOLATION: " + violation));
    printPending(report.pending(), out);
    out.println(report.closed() ? "the ledger closes" : "the ledger is open");
  }

  private static String counts(Map<String, Long> counts) {
    StringBuilder line = new StringBuilder();
    counts.forEach(
        (fate, n) -> line.append(line.isEmpty() ? "" : ", ").append(n).append(' ').append(fate));
    return line.isEmpty() ? "none" : line.toString();
  }

  private static void printPending(List<Ledger.Pending> pending, PrintWriter out) {
    pending.stream()
        .limit(PENDING_SHOWN)
        .forEach(
            item ->
                out.printf(
                    "pending: %s %s in %s for %.0f s%n",
                    item.kind(), item.id(), item.topic(), item.age()));
    if (pending.size() > PENDING_SHOWN) {
      out.printf("... and %d more; --json names all%n", pending.size() - PENDING_SHOWN);
    }
  }
}
