package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.embedded.EmbeddedRegistry;
import io.worldcompass.schemas.config.Config;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers, replication factor 3, min.insync.replicas 2. Under load one is killed and replaced
 * by one with an empty disk; then another is killed, so that the run needs what the new one has.
 */
@Timeout(400)
@EnabledIfSystemProperty(named = "brokers", matches = "three")
class ReplacedBrokerTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path data;

  @Test
  void aBrokerThatIsKilledAndReplacedByAnEmptyOneLosesNothingAndDoesNothingTwice()
      throws Exception {
    try (BrokerTrio brokers = new BrokerTrio(data)) {
      brokers.awaitInSync();
      try (EmbeddedRegistry registry =
              EmbeddedRegistry.start(brokers.bootstrapServers(), EmbeddedRegistry.ANY_PORT);
          Deployment deployment =
              Deployment.open(config(brokers.bootstrapServers(), registry.url()))) {
        deployment.createTopics();
        int last = run(brokers, deployment);
        FinishedRun.assertClosed(deployment, last, "after " + last + " iterations");
        assertThat(FinishedRun.groups(deployment))
            .isEqualTo(
                FinishedRun.undisturbed(
                    TinyRun.config(data.resolve("calm"), TinyRun.IN_STEP), last));
      }
    }
  }

  private static int run(BrokerTrio brokers, Deployment deployment) throws Exception {
    try (EndlessRun run = new EndlessRun(deployment);
        Admin admin = brokers.admin()) {
      run.join(deployment.config());
      run.goesOn();
      brokers.awaitInSync();
      assertEverythingIsOnThree(admin);
      deployment.requireTopics();
      String tasks = deployment.topics().rolloutTasks.name();
      int lost = brokers.leader(admin, tasks);
      run.say("broker " + lost + " is killed");
      brokers.kill(lost);
      run.goesOn();
      run.say("the run goes on with two brokers; another disk for broker " + lost);
      brokers.replace(lost);
      brokers.awaitInSync();
      run.say("all replicas are in sync; another broker is killed");
      // Two must have every record from here on, and the new one is one of the two.
      brokers.kill(brokers.otherThan(lost));
      run.goesOn();
      int last = run.finish(deployment.config());
      run.say("finished");
      return last;
    }
  }

  /** Every topic, those of Streams and of Kafka itself too. */
  private static void assertEverythingIsOnThree(Admin admin) throws Exception {
    Map<String, TopicDescription> topics = BrokerTrio.topics(admin);
    assertThat(topics)
        .containsKeys("__transaction_state", "__consumer_offsets", "__share_group_state");
    assertThat(topics.keySet())
        .anyMatch(name -> name.endsWith("-changelog"))
        .anyMatch(name -> name.endsWith("-repartition"));
    assertThat(topics.values())
        .flatExtracting(TopicDescription::partitions)
        .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(BrokerTrio.NODES));
    List<ConfigResource> resources =
        topics.keySet().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    assertThat(admin.describeConfigs(resources).all().get().values())
        .extracting(config -> config.get("min.insync.replicas").value())
        .containsOnly("2");
  }

  private Config config(String bootstrap, String registry) {
    Map<String, String> settings = new LinkedHashMap<>(TinyRun.IN_STEP);
    settings.put("kafka.bootstrap-servers", bootstrap);
    settings.put("kafka.schema-registry", registry);
    settings.put("kafka.replication", "3");
    settings.put("kafka.min-insync-replicas", "2");
    return TinyRun.config(data.resolve("run"), settings);
  }
}
