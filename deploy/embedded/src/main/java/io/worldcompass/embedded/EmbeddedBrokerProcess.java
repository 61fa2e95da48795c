package io.worldcompass.embedded;

import java.nio.file.Path;

/**
 * A broker as a process of its own, so that tests can kill or freeze it: {@code
 * EmbeddedBrokerProcess DIRECTORY [PORT]}. Prints {@code ready PORT} once it serves clients and
 * runs until it is killed.
 */
public final class EmbeddedBrokerProcess {
  private EmbeddedBrokerProcess() {}

  /** See the class; exits with 1 and one line on stderr when the broker cannot be started. */
  public static void main(String[] args) {
    if (args.length < 1 || args.length > 2) {
      System.err.println("Usage: EmbeddedBrokerProcess DIRECTORY [PORT]");
      System.exit(2);
    }
    try {
      int port = args.length == 2 ? Integer.parseInt(args[1]) : EmbeddedBroker.ANY_PORT;
      EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), port);
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-close"));
      System.out.println("ready " + broker.port());
    } catch (EmbeddedException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
