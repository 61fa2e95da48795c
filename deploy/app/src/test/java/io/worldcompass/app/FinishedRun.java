package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.app.history.Ledger;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.config.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run left on its topics, to compare with a run that nobody disturbed. */
final class FinishedRun {
  private FinishedRun() {}

  /** Every closed group by its id: members, scores, and the hashes of clips and weights. */
  static Map<String, String> groups(Deployment deployment) {
    Map<String, String> groups = new TreeMap<>();
    for (ScoredGroup group : values(deployment, deployment.topics().scoredGroups)) {
      Map<String, Object> digest = new LinkedHashMap<>();
      digest.put("closed", group.getClosed());
      group
          .getMembers()
          .forEach(
              member ->
                  digest.put(
                      "candidate " + member.getCandidate().getCandidate(),
                      List.of(
                          member.getCandidate().getSeed(),
                          member.getCandidate().getPolicyVersion(),
                          member.getCandidate().getPolicySha256(),
                          member.getCandidate().getLatents().getSha256(),
                          new TreeMap<>(member.getRewards()))));
      assertThat(groups.put(group.getPrefixId(), digest.toString())).isNull();
    }
    return groups;
  }

  /**
   * The groups of a run in one process that nobody disturbs. With K = 0 a run is a function of its
   * seed, so that any other one must have the same.
   */
  static Map<String, String> undisturbed(Config config, int iterations) {
    try (Deployment deployment = Deployment.startLocal(config)) {
      new LocalScenarios(config, deployment).ingest();
      TinyRun.train(deployment, iterations);
      return groups(deployment);
    }
  }

  /** Checks that the ledger is closed, with every group and every batch trained once. */
  static Ledger.Report assertClosed(Deployment deployment, int iterations, String what) {
    Ledger.Report ledger = LedgerCommand.read(deployment.topics(), deployment.clients(), null);
    assertThat(ledger.violations()).as(what).isEmpty();
    assertThat(ledger.pending()).as(what).isEmpty();
    assertThat(ledger.closed()).as(what).isTrue();
    long tasks = (long) iterations * deployment.config().algorithm().prefixes();
    assertThat(ledger.groups()).as(what).containsExactly(Map.entry("trained", tasks));
    assertThat(ledger.batches()).as(what).containsExactly(Map.entry("trained", (long) iterations));
    return ledger;
  }

  static <V> List<V> values(Deployment deployment, Topic<?, V> topic) {
    List<V> values = new ArrayList<>();
    TopicScan.each(deployment.clients(), topic, (record, value) -> values.add(value));
    return values;
  }
}
