package io.worldcompass.app;

import io.worldcompass.embedded.EmbeddedBrokerProcess;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A broker, a registry and every role, each a process of its own, which is started again when it
 * ends: what a cluster's supervisor does.
 */
final class FaultCluster implements AutoCloseable {
  static final List<String> ROLES =
      List.of("planner", "best-of-n", "rollout-1", "rollout-2", "reward", "trainer");
  static final String BROKER = "broker";
  static final String REGISTRY = "registry";

  /** Of a broker that was killed, on a machine with much else to do. */
  private static final Duration LONGEST_START = Duration.ofMinutes(5);

  private final Path data;
  private final Map<String, String> settings;
  private final int brokerPort;
  private final int registryPort;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Map<String, Integer> ownEnds = new TreeMap<>();

  FaultCluster(Path data, Map<String, String> settings) throws IOException {
    this.data = data;
    this.settings = new HashMap<>(settings);
    try (ServerSocket first = new ServerSocket(0);
        ServerSocket second = new ServerSocket(0)) {
      brokerPort = first.getLocalPort();
      registryPort = second.getLocalPort();
    }
  }

  /** The configuration of a process of the cluster; each has a data directory of its own. */
  Config config(String process) {
    ConfigLoader loader = new ConfigLoader();
    flags(process).forEach(loader::flag);
    return loader.load();
  }

  private Map<String, String> flags(String process) {
    Map<String, String> flags = new LinkedHashMap<>(settings);
    flags.put("kafka.bootstrap-servers", bootstrap());
    flags.put("kafka.schema-registry", "http://127.0.0.1:" + registryPort);
    flags.put("storage.data", data.resolve(process).toString());
    flags.put("storage.blobs", data.resolve("blobs").toString());
    return flags;
  }

  private String bootstrap() {
    return "127.0.0.1:" + brokerPort;
  }

  void startBrokerAndRegistry() throws IOException, InterruptedException {
    start(BROKER);
    awaitBroker();
    start(REGISTRY);
  }

  void startRoles() throws IOException {
    for (String role : ROLES) {
      start(role);
    }
  }

  private void start(String name) throws IOException {
    Path log = data.resolve(name + ".log");
    ProcessBuilder builder =
        switch (name) {
          case BROKER ->
              RoleProcess.java(
                  log,
                  EmbeddedBrokerProcess.class.getName(),
                  List.of(data.resolve(BROKER).toString(), "" + brokerPort));
          case REGISTRY ->
              RoleProcess.java(
                  log,
                  RoleProcess.class.getName(),
                  List.of(REGISTRY, bootstrap(), "" + registryPort));
          default -> RoleProcess.java(log, RoleProcess.class.getName(), arguments(name));
        };
    processes.put(name, builder.start());
  }

  private List<String> arguments(String role) {
    List<String> arguments = new ArrayList<>(List.of(role));
    flags(role).forEach((key, value) -> arguments.add(key + "=" + value));
    return arguments;
  }

  /** Returns when the broker answers. */
  void awaitBroker() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (System.nanoTime() < end) {
      try (Admin admin =
          Admin.create(
              Map.of(
                  AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap(),
                  AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2000,
                  AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1000))) {
        admin.describeCluster().nodes().get();
        return;
      } catch (java.util.concurrent.ExecutionException e) {
        restartEnded();
      }
    }
    throw new AssertionError("the broker does not come up; see " + data.resolve("broker.log"));
  }

  /** kill -9, and a new process in its place. */
  void kill(String name) throws IOException {
    killOnly(name);
    start(name);
  }

  /** Makes an iteration the last one, with a planner that is started anew. */
  void endWith(int iteration) throws IOException {
    settings.put("local.iterations", Integer.toString(iteration));
    kill("planner");
  }

  void killOnly(String name) {
    processes.get(name).destroyForcibly().onExit().join();
  }

  /** Starts what has ended by itself. */
  void restartEnded() {
    for (String name : List.copyOf(processes.keySet())) {
      if (!processes.get(name).isAlive()) {
        ownEnds.merge(name, 1, Integer::sum);
        try {
          start(name);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  /** How often processes ended without being killed. */
  Map<String, Integer> ownEnds() {
    return ownEnds;
  }

  /** Sends a signal, such as STOP or CONT, by the system's own command. */
  void signal(String name, String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, "" + processes.get(name).pid()).start().waitFor();
  }

  /** Sets a role's clock. */
  void jump(String role, Duration by) {
    JumpingClock.jump(processes.get(role), by);
  }

  /**
   * Limits the size of files that a process may write: its blobs are torn in the middle and fail,
   * as on a full disk; false where the system has no such command.
   */
  boolean limitFiles(String name, String soft) throws InterruptedException {
    try {
      String pid = "" + processes.get(name).pid();
      return new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + soft + ":unlimited")
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What a worker that died while it wrote leaves behind. */
  void leaveTornBlob(int number) throws IOException {
    Path folder = Files.createDirectories(data.resolve("blobs").resolve("00"));
    Files.writeString(folder.resolve("torn-" + number + ".part"), "half a bl");
  }

  @Override
  public void close() {
    List<String> names = new ArrayList<>(processes.keySet());
    java.util.Collections.reverse(names);
    names.forEach(this::killOnly);
  }
}
