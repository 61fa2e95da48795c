package io.worldcompass.schemas.kafka;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and checks the topics of a run, and configures the share group of the rollout tasks. */
public final class TopicSetup {
  /** Group of the rollout workers on rollout-tasks. */
  public static final String ROLLOUT_GROUP = "rollout";

  private static final String MIN_INSYNC = "min.insync.replicas";

  /** Their replication is the brokers' setting, not a run's. */
  private static final List<String> KAFKAS_OWN =
      List.of("__transaction_state", "__consumer_offsets", "__share_group_state");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Admin admin;
  private final KafkaClients clients;

  public TopicSetup(Admin admin, KafkaClients clients) {
    this.admin = admin;
    this.clients = clients;
  }

  /**
   * Creates what is missing; topics that exist stay as they are.
   *
   * @param durability replication and min.insync.replicas of the topics
   * @return names of the topics that were created
   * @throws BrokerUnreachableException when no broker answers
   */
  public List<String> create(Topics topics, Config.Kafka durability, Duration taskLock) {
    List<String> created = new ArrayList<>();
    for (Topic<?, ?> topic : topics.all()) {
      Map<String, String> config = new HashMap<>(topic.config());
      if (durability.minInsyncReplicas() > 0) {
        config.put(MIN_INSYNC, Integer.toString(durability.minInsyncReplicas()));
      }
      NewTopic wanted =
          new NewTopic(topic.name(), topic.partitions(), (short) durability.replication())
              .configs(config);
      try {
        await(admin.createTopics(List.of(wanted)).all());
        created.add(topic.name());
      } catch (TopicExistsException e) {
        // It is there already: what was asked for.
      }
    }
    configureShareGroup(taskLock);
    return created;
  }

  /**
   * Compares the topics on the broker with what this run needs, and Kafka's own topics, on which
   * its transactions, offsets and shares rest, with the replication that it asks for.
   *
   * @param durability least replication and min.insync.replicas
   * @return one line a problem, empty when all is well
   */
  public List<String> check(Topics topics, Config.Kafka durability) {
    List<String> problems = new ArrayList<>();
    for (Topic<?, ?> topic : topics.all()) {
      Optional<TopicDescription> found = find(topic.name());
      if (found.isEmpty()) {
        problems.add(topic.name() + " is missing; create it with: ./worldcompass topics create");
      } else {
        checkPartitions(topic, found.get()).ifPresent(problems::add);
        checkReplicas(found.get(), durability.replication()).ifPresent(problems::add);
        checkInsync(topic.name(), durability.minInsyncReplicas()).ifPresent(problems::add);
      }
    }
    for (String own : KAFKAS_OWN) {
      findIfAllowed(own)
          .flatMap(topic -> checkReplicas(topic, durability.replication()))
          .ifPresent(problems::add);
    }
    return problems;
  }

  private Optional<TopicDescription> find(String topic) {
    try {
      return Optional.of(await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  private Optional<TopicDescription> findIfAllowed(String topic) {
    try {
      return find(topic);
    } catch (TopicAuthorizationException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> checkPartitions(Topic<?, ?> topic, TopicDescription found) {
    int partitions = found.partitions().size();
    return partitions == topic.partitions()
        ? Optional.empty()
        : Optional.of(
            "%s has %d partitions, expected %d"
                .formatted(topic.name(), partitions, topic.partitions()));
  }

  private static Optional<String> checkReplicas(TopicDescription topic, int least) {
    int fewest = topic.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElseThrow();
    return fewest >= least
        ? Optional.empty()
        : Optional.of(
            "%s has replication factor %d, kafka.replication is %d; raise it with Kafka's kafka-reassign-partitions.sh"
                .formatted(topic.name(), fewest, least));
  }

  private Optional<String> checkInsync(String topic, int least) {
    if (least == 0) {
      return Optional.empty();
    }
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    String found =
        await(admin.describeConfigs(List.of(resource)).all()).get(resource).get(MIN_INSYNC).value();
    return Integer.parseInt(found) >= least
        ? Optional.empty()
        : Optional.of(
            "%s of %s is %s, kafka.min-insync-replicas is %d; set it with Kafka's kafka-configs.sh"
                .formatted(MIN_INSYNC, topic, found, least));
  }

  /**
   * The defaults (latest, read_uncommitted) would lose tasks that are older than the first worker.
   */
  private void configureShareGroup(Duration taskLock) {
    ConfigResource group =
        new ConfigResource(ConfigResource.Type.GROUP, clients.scoped(ROLLOUT_GROUP));
    Map<String, String> wanted =
        Map.of(
            "share.auto.offset.reset", "earliest",
            "share.isolation.level", "read_committed",
            "share.record.lock.duration.ms", Long.toString(taskLock.toMillis()));
    List<AlterConfigOp> changes =
        wanted.entrySet().stream()
            .map(e -> new ConfigEntry(e.getKey(), e.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    await(admin.incrementalAlterConfigs(Map.of(group, changes)).all());
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw new BrokerUnreachableException(e.getCause());
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerUnreachableException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the broker", e);
    }
  }
}
