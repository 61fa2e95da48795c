package io.worldcompass.embedded;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * A broker's place in a cluster of brokers on this machine, each of them a controller too.
 *
 * @param id 1 to the number of nodes
 * @param clusterId the same for all; used when a directory is formatted
 * @param controllerPorts of all nodes, in the order of their ids; the same for all at every start
 */
public record BrokerNode(int id, String clusterId, List<Integer> controllerPorts) {
  private static final int MOST_REPLICAS = 3;

  /** A place in a cluster. */
  public BrokerNode {
    controllerPorts = List.copyOf(controllerPorts);
    if (id < 1 || id > controllerPorts.size()) {
      throw new EmbeddedException(
          "There is no node %d in a cluster of %d: nodes are numbered from 1, and each has a controller port."
              .formatted(id, controllerPorts.size()));
    }
  }

  /** A cluster of one. */
  static BrokerNode alone(int controllerPort) {
    return new BrokerNode(1, Uuid.randomUuid().toString(), List.of(controllerPort));
  }

  int controllerPort() {
    return controllerPorts.get(id - 1);
  }

  /** The value of {@code controller.quorum.voters}. */
  String voters() {
    return IntStream.rangeClosed(1, controllerPorts.size())
        .mapToObj(node -> node + "@" + BrokerSettings.address(controllerPorts.get(node - 1)))
        .collect(Collectors.joining(","));
  }

  /** Replicas of every topic that does not say otherwise. */
  int replicas() {
    return Math.min(MOST_REPLICAS, controllerPorts.size());
  }

  /** Of three replicas one may be away; of fewer none is required beyond the leader. */
  int minInsyncReplicas() {
    return replicas() == MOST_REPLICAS ? 2 : 1;
  }
}
