package io.worldcompass.schemas.kafka;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and checks the topics of a run, and configures the share group of the rollout tasks. */
public final class TopicSetup {
  /** Group of the rollout workers on rollout-tasks. */
  public static final String ROLLOUT_GROUP = "rollout";

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
   * @return names of the topics that were created
   * @throws BrokerUnreachableException when no broker answers
   */
  public List<String> create(Topics topics, int replication, Duration taskLock) {
    List<String> created = new ArrayList<>();
    for (Topic<?, ?> topic : topics.all()) {
      NewTopic wanted =
          new NewTopic(topic.name(), topic.partitions(), (short) replication)
              .configs(topic.config());
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
   * Compares the topics on the broker with what this run needs.
   *
   * @return one line a problem, empty when all is well
   */
  public List<String> check(Topics topics) {
    List<String> problems = new ArrayList<>();
    for (Topic<?, ?> topic : topics.all()) {
      try {
        TopicDescription found =
            await(admin.describeTopics(List.of(topic.name())).allTopicNames()).get(topic.name());
        if (found.partitions().size() != topic.partitions()) {
          problems.add(
              topic.name()
                  + " has "
                  + found.partitions().size()
                  + " partitions, expected "
                  + topic.partitions());
        }
      } catch (UnknownTopicOrPartitionException e) {
        problems.add(topic.name() + " is missing; create it with: ./worldcompass topics create");
      }
    }
    return problems;
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
