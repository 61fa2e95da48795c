package io.worldcompass.app;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names of worker processes. */
final class WorkerNames {
  private WorkerNames() {}

  /** Host name and process id: unique among the running processes of a cluster. */
  static String unique() {
    return host() + "-" + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
