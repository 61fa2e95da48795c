package io.worldcompass.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, broker and controller in one) in this process, on the loopback
 * interface, with its log in a data directory that survives restarts and kill -9.
 *
 * <p>Kafka logs through slf4j under {@code kafka}, {@code org.apache.kafka} and {@code
 * state.change.logger}; include {@code io/worldcompass/embedded/quiet-kafka.xml} in a logback
 * configuration to hear of failures only.
 */
public final class EmbeddedBroker implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  /** Lets the broker choose a free port. */
  public static final int ANY_PORT = 0;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  // A cold start takes 2 s, one after kill -9 5 s; the rest is for a busy machine and a long log.
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

  private final DataDirectory directory;
  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(DataDirectory directory, KafkaRaftServer server, int port) {
    this.directory = directory;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker and waits until it serves clients.
   *
   * @param dataDirectory created if absent, see {@link DataDirectory}; the log is in its
   *     subdirectory {@code kafka}
   * @param port 1 to 65535, or {@link #ANY_PORT}
   * @throws EmbeddedException when the port or the directory cannot be used, or the broker does not
   *     come up
   */
  public static EmbeddedBroker start(Path dataDirectory, int port) {
    return start(dataDirectory, port, Optional.empty());
  }

  /**
   * Starts one of several brokers on this machine and waits until it serves clients, which it does
   * once more than half of them run. With an empty directory in the place of a lost one it
   * replicates anew what the others hold.
   *
   * @param dataDirectory as above, one for each node
   * @param port as above
   * @throws EmbeddedException as above, or when the others do not come up
   */
  public static EmbeddedBroker start(Path dataDirectory, int port, BrokerNode node) {
    return start(dataDirectory, port, Optional.of(node));
  }

  private static EmbeddedBroker start(
      Path dataDirectory, int port, Optional<BrokerNode> ofCluster) {
    DataDirectory directory = DataDirectory.open(dataDirectory);
    try {
      Ports.requireFree(port);
      int[] free = Ports.free(2);
      int clientPort = port == ANY_PORT ? free[0] : port;
      BrokerNode node = ofCluster.orElseGet(() -> BrokerNode.alone(free[1]));
      Path log = directory.path().resolve("kafka");
      Properties settings = BrokerSettings.of(log, clientPort, node);
      formatIfNew(log, node);
      FatalErrors.describeFor(directory.path());
      return new EmbeddedBroker(directory, startServer(settings), clientPort);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw asEmbeddedException(directory.path(), e);
    }
  }

  /** Where clients connect, as {@code host:port}. */
  public String bootstrapServers() {
    return BrokerSettings.address(port);
  }

  /** The port of {@link #bootstrapServers()}. */
  public int port() {
    return port;
  }

  /** The directory that was given to {@link #start}. */
  public Path dataDirectory() {
    return directory.path();
  }

  /** Stops the broker; returns within 15 s in any case. What was acknowledged is on disk. */
  @Override
  public void close() {
    try {
      Bounded.run("broker-stop", CLOSE_LIMIT, server::shutdown);
    } catch (EmbeddedException e) {
      LOG.warn(
          "The broker did not stop cleanly; its log will be checked at the next start: {}",
          e.getMessage());
    } finally {
      directory.close();
    }
  }

  private static void formatIfNew(Path log, BrokerNode node) throws IOException {
    if (Files.exists(log.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(log);
    try {
      new Formatter()
          .setNodeId(node.id())
          .setClusterId(node.clusterId())
          .addDirectory(log.toString())
          .setMetadataLogDirectory(log.toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) { // declared by Formatter.run
      throw new IOException(e);
    }
  }

  private static KafkaRaftServer startServer(Properties settings) {
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    try {
      Bounded.run("broker-start", START_LIMIT, server::startup);
      return server;
    } catch (RuntimeException e) {
      stopAfter(e, server);
      throw e;
    }
  }

  private static void stopAfter(RuntimeException failure, KafkaRaftServer server) {
    try {
      Bounded.run("broker-stop", CLOSE_LIMIT, server::shutdown);
    } catch (EmbeddedException e) {
      failure.addSuppressed(e);
    }
  }

  private static EmbeddedException asEmbeddedException(Path path, Exception e) {
    if (e instanceof EmbeddedException known) {
      return known;
    }
    return new EmbeddedException(
        "The broker in %s could not be started: %s".formatted(path, rootMessage(e)), e);
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
