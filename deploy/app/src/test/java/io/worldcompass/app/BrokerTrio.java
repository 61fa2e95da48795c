package io.worldcompass.app;

import io.worldcompass.embedded.EmbeddedBrokerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/**
 * Three brokers, each a controller too, as processes with a disk of their own, which a test may
 * kill and replace.
 */
final class BrokerTrio implements AutoCloseable {
  static final int NODES = 3;
  private static final long PATIENCE_NANOS = 180_000_000_000L;

  private final Path data;
  private final String cluster = Uuid.randomUuid().toString();
  private final List<Integer> ports;
  private final Map<Integer, Process> processes = new HashMap<>();

  /** Starts them; they answer after {@link #awaitInSync}. */
  BrokerTrio(Path data) throws IOException {
    this.data = data;
    this.ports = freePorts(2 * NODES);
    for (int node = 1; node <= NODES; node++) {
      start(node);
    }
  }

  String bootstrapServers() {
    return ports.subList(0, NODES).stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(","));
  }

  private void start(int node) throws IOException {
    List<String> arguments =
        List.of(
            directory(node).toString(),
            ports.get(node - 1).toString(),
            Integer.toString(node),
            cluster,
            ports.subList(NODES, 2 * NODES).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(",")));
    processes.put(
        node,
        RoleProcess.java(
                data.resolve("broker-" + node + ".log"),
                EmbeddedBrokerProcess.class.getName(),
                arguments)
            .start());
  }

  private Path directory(int node) {
    return data.resolve("broker-" + node);
  }

  /** kill -9. */
  void kill(int node) {
    processes.get(node).destroyForcibly().onExit().join();
  }

  /** A new machine in the place of a killed one: the same node, with nothing on its disk. */
  void replace(int node) throws IOException {
    try (Stream<Path> files = Files.walk(directory(node))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    start(node);
  }

  /** Who leads the first partition of a topic. */
  int leader(Admin admin, String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .get(0)
        .leader()
        .id();
  }

  /** Another node. */
  int otherThan(int node) {
    return node % NODES + 1;
  }

  /** Returns when all brokers are there, and every replica of every topic has all of it. */
  void awaitInSync() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    String missing = "";
    while (System.nanoTime() < end) {
      try (Admin admin = admin()) {
        missing = missing(admin);
        if (missing.isEmpty()) {
          return;
        }
      } catch (ExecutionException e) {
        missing = e.getCause().toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("not in sync: " + missing + "; logs in " + data);
  }

  private static String missing(Admin admin) throws ExecutionException, InterruptedException {
    int nodes = admin.describeCluster().nodes().get().size();
    if (nodes < NODES) {
      return "brokers: " + nodes;
    }
    return topics(admin).values().stream()
        .flatMap(
            topic ->
                topic.partitions().stream().filter(BrokerTrio::isBehind).map(p -> topic.name() + p))
        .collect(Collectors.joining(", "));
  }

  private static boolean isBehind(TopicPartitionInfo partition) {
    return partition.isr().size() < partition.replicas().size();
  }

  /** Every topic of the cluster, Kafka's own too. */
  static Map<String, TopicDescription> topics(Admin admin)
      throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
        .allTopicNames()
        .get();
  }

  Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  @Override
  public void close() {
    IntStream.rangeClosed(1, NODES).forEach(this::kill);
  }
}
