package io.worldcompass.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Settings of a broker for one machine, alone or one of several: small, quick to recover, and
 * nothing in it expires by itself.
 */
final class BrokerSettings {
  static final String CONTROLLER = "CONTROLLER";
  private static final String CLIENT = "CLIENT";

  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("offsets.topic.num.partitions", "4"),
          Map.entry("transaction.state.log.num.partitions", "4"),
          Map.entry("share.coordinator.state.topic.num.partitions", "2"),
          Map.entry("group.coordinator.threads", "1"),
          Map.entry("share.coordinator.threads", "1"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"),
          Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
          // A misspelt topic is an error, not a new topic.
          Map.entry("auto.create.topics.enable", "false"));

  /**
   * Not among them: a broker session shorter than Kafka's 9 s, though a restarted broker is
   * admitted only once the session of its killed predecessor has ended. A living broker that is
   * late by a session, on a machine with much else to do, loses the lead of its partitions for a
   * moment, and Kafka 4.3 then loses the end of a transaction (KAFKA-20734, RATIONALE.md).
   */
  private static final Map<String, String> QUICK_TO_RECOVER =
      Map.of(
          "group.initial.rebalance.delay.ms", "0",
          // A killed worker's transaction hides what follows it until it is aborted.
          "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

  /**
   * A run that was left alone for a month goes on where it was; topics may still set a retention of
   * their own.
   */
  private static final Map<String, String> LASTING =
      Map.of(
          "log.retention.ms",
          "-1",
          "offsets.retention.minutes",
          Integer.toString(Integer.MAX_VALUE));

  private BrokerSettings() {}

  static Properties of(Path logDirectory, int port, BrokerNode node) {
    Properties settings = new Properties();
    settings.putAll(SMALL);
    settings.putAll(replication(node));
    settings.putAll(QUICK_TO_RECOVER);
    settings.putAll(LASTING);
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", Integer.toString(node.id()));
    settings.setProperty("log.dirs", logDirectory.toString());
    settings.putAll(listeners(address(port), address(node.controllerPort()), node.voters()));
    return settings;
  }

  private static Map<String, String> replication(BrokerNode node) {
    String factor = Integer.toString(node.replicas());
    String inSync = Integer.toString(node.minInsyncReplicas());
    return Map.of(
        "default.replication.factor", factor,
        "min.insync.replicas", inSync,
        "offsets.topic.replication.factor", factor,
        "transaction.state.log.replication.factor", factor,
        "transaction.state.log.min.isr", inSync,
        "share.coordinator.state.topic.replication.factor", factor,
        "share.coordinator.state.topic.min.isr", inSync);
  }

  static String address(int port) {
    return EmbeddedBroker.HOST + ":" + port;
  }

  private static Map<String, String> listeners(String client, String controller, String voters) {
    return Map.of(
        "listeners",
        "%s://%s,%s://%s".formatted(CLIENT, client, CONTROLLER, controller),
        "advertised.listeners",
        "%s://%s".formatted(CLIENT, client),
        "listener.security.protocol.map",
        "%s:PLAINTEXT,%s:PLAINTEXT".formatted(CLIENT, CONTROLLER),
        "inter.broker.listener.name",
        CLIENT,
        "controller.listener.names",
        CONTROLLER,
        // Static voters: the port may differ at every start; a dynamic quorum would remember the
        // old one.
        "controller.quorum.voters",
        voters);
  }
}
