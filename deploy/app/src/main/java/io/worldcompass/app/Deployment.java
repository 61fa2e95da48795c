package io.worldcompass.app;

import io.worldcompass.schemas.AvroSerdes;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.FileBlobStore;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.kafka.KafkaClients;
import io.worldcompass.schemas.kafka.TopicSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * What every command and role works with: clients of the broker and the registry that the
 * configuration names, the run's topics, and its blobs.
 */
final class Deployment implements AutoCloseable {
  private final Config config;
  private final Optional<LocalCluster> ownCluster;
  private final Endpoints endpoints;
  private final KafkaClients clients;
  private final Topics topics;
  private final BlobStore blobs;

  private Deployment(Config config, Optional<LocalCluster> ownCluster, Endpoints endpoints) {
    this.config = config;
    this.ownCluster = ownCluster;
    this.endpoints = endpoints;
    String run = config.run().name();
    this.clients = new KafkaClients(run, endpoints.bootstrapServers(), config.kafka().properties());
    this.topics =
        new Topics(run, config.kafka().partitions(), new AvroSerdes(endpoints.schemaRegistry()));
    this.blobs = new FileBlobStore(blobDirectory(config));
  }

  /**
   * Connects to the configured broker and registry; without any, to those that {@code local} runs
   * in the data directory, which are started for this command when they are not running.
   *
   * @throws UserException when there is nothing to connect to
   */
  static Deployment open(Config config) {
    Endpoints configured =
        new Endpoints(config.kafka().bootstrapServers(), config.kafka().schemaRegistry());
    if (configured.areComplete()) {
      return new Deployment(config, Optional.empty(), configured);
    }
    if (!configured.areEmpty()) {
      throw new UserException(
          "kafka.bootstrap-servers and kafka.schema-registry go together: set both or neither");
    }
    Path data = config.storage().data();
    Optional<Endpoints> running = LocalCluster.running(data);
    if (running.isPresent()) {
      return new Deployment(config, Optional.empty(), running.get());
    }
    if (!Files.isDirectory(data)) {
      throw new UserException(
          "no broker: "
              + data
              + " does not exist; start one with ./worldcompass local, or name one with"
              + " --bootstrap-servers and --schema-registry");
    }
    return startLocal(config);
  }

  /** Starts broker and registry in the data directory and connects to them. */
  static Deployment startLocal(Config config) {
    LocalCluster cluster = LocalCluster.start(config.storage().data());
    try {
      Deployment deployment = new Deployment(config, Optional.of(cluster), cluster.endpoints());
      deployment.createTopics();
      return deployment;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  List<String> createTopics() {
    try (Admin admin = clients.admin()) {
      return new TopicSetup(admin, clients).create(topics, config.kafka(), config.rollout().lock());
    }
  }

  /**
   * Refuses to work without topics: a role that made them itself could make them wrong.
   *
   * @throws UserException naming what is missing
   */
  void requireTopics() {
    try (Admin admin = clients.admin()) {
      List<String> problems = new TopicSetup(admin, clients).check(topics, config.kafka());
      if (!problems.isEmpty()) {
        throw new UserException(String.join("; ", problems));
      }
    }
  }

  /** Whether broker and registry are this deployment's own: no other process can use them. */
  boolean isAlone() {
    return ownCluster.isPresent();
  }

  Config config() {
    return config;
  }

  /** The configuration with the addresses in use. */
  Config connectedConfig() {
    return config.connectedTo(endpoints.bootstrapServers(), endpoints.schemaRegistry());
  }

  Endpoints endpoints() {
    return endpoints;
  }

  KafkaClients clients() {
    return clients;
  }

  Topics topics() {
    return topics;
  }

  BlobStore blobs() {
    return blobs;
  }

  @Override
  public void close() {
    ownCluster.ifPresent(LocalCluster::close);
  }

  private static Path blobDirectory(Config config) {
    String configured = config.storage().blobs();
    return configured.isEmpty() ? config.storage().data().resolve("blobs") : Path.of(configured);
  }
}
