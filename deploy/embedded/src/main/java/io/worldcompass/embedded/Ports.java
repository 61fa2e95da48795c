package io.worldcompass.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
final class Ports {
  private Ports() {}

  /** Different ports that were free a moment ago. */
  static int[] free(int count) throws IOException {
    ServerSocket[] sockets = new ServerSocket[count];
    int[] ports = new int[count];
    try {
      for (int i = 0;
          i < count;
          i++) { // all held until the last is known, or one might be given twice
        sockets[i] = bind(0);
        ports[i] = sockets[i].getLocalPort();
      }
      return ports;
    } finally {
      for (ServerSocket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }

  /** Refuses a port that another program listens on; 0 (any) is always fine. */
  static void requireFree(int port) {
    try {
      bind(port).close();
    } catch (IOException e) {
      throw new EmbeddedException(
          "Port %d is in use (%s); stop the program that listens there, or choose another port (0 takes any free one)."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
