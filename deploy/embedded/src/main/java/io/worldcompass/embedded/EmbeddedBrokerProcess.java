package io.worldcompass.embedded;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A broker as a process of its own, so that tests can kill or freeze it. Arguments: {@code
 * DIRECTORY [PORT]}, or for one of several {@code DIRECTORY PORT NODE CLUSTER
 * CONTROLLER_PORT,CONTROLLER_PORT,...} (see {@link BrokerNode}). Prints {@code ready PORT} once it
 * serves clients and runs until it is killed.
 */
public final class EmbeddedBrokerProcess {
  private static final int OF_A_CLUSTER = 5;

  private EmbeddedBrokerProcess() {}

  /** See the class; exits with 1 and one line on stderr when the broker cannot be started. */
  public static void main(String[] args) {
    if (args.length < 1 || (args.length > 2 && args.length != OF_A_CLUSTER)) {
      System.err.println(
          "Usage: EmbeddedBrokerProcess DIRECTORY [PORT [NODE CLUSTER CONTROLLER_PORT,...]]");
      System.exit(2);
    }
    try {
      EmbeddedBroker broker = start(args);
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-close"));
      System.out.println("ready " + broker.port());
    } catch (EmbeddedException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static EmbeddedBroker start(String[] args) {
    Path directory = Path.of(args[0]);
    int port = args.length > 1 ? Integer.parseInt(args[1]) : EmbeddedBroker.ANY_PORT;
    return args.length == OF_A_CLUSTER
        ? EmbeddedBroker.start(directory, port, node(args[2], args[3], args[4]))
        : EmbeddedBroker.start(directory, port);
  }

  private static BrokerNode node(String id, String cluster, String controllerPorts) {
    List<Integer> ports =
        Arrays.stream(controllerPorts.split(",", -1)).map(Integer::valueOf).toList();
    return new BrokerNode(Integer.parseInt(id), cluster, ports);
  }
}
