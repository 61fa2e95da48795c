package io.worldcompass.embedded;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;

/**
 * A schema registry in this process, on the loopback interface, that Confluent's serializers and
 * clients talk to: Avro, FULL_TRANSITIVE unless configured otherwise. Its schemas and their ids are
 * in the compacted topic {@code _schemas} of the broker, so records stay readable after a restart.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  /** Lets the registry choose a free port. */
  public static final int ANY_PORT = 0;

  private static final int THREADS = 4;

  private final KafkaSchemaLog log;
  private final HttpServer server;
  private final ExecutorService threads;

  private EmbeddedRegistry(KafkaSchemaLog log, HttpServer server, ExecutorService threads) {
    this.log = log;
    this.server = server;
    this.threads = threads;
  }

  /**
   * Restores the schemas from the broker and starts to serve them.
   *
   * @param port 1 to 65535, or {@link #ANY_PORT}
   * @throws EmbeddedException when the port is in use or the broker cannot be reached
   */
  public static EmbeddedRegistry start(String bootstrapServers, int port) {
    HttpServer server = bind(port);
    KafkaSchemaLog log = null;
    try {
      log = KafkaSchemaLog.open(bootstrapServers);
      RegistryRoutes routes = new RegistryRoutes(new SchemaRegistry(log));
      ExecutorService threads = Executors.newFixedThreadPool(THREADS, named());
      server.createContext("/", new RegistryHttp(routes.routes()));
      server.setExecutor(threads);
      server.start();
      return new EmbeddedRegistry(log, server, threads);
    } catch (KafkaException e) {
      server.stop(0);
      if (log != null) {
        log.close();
      }
      throw new EmbeddedException(
          "The schema registry cannot read its topic %s from the broker at %s: %s"
              .formatted(KafkaSchemaLog.TOPIC, bootstrapServers, e.getMessage()),
          e);
    }
  }

  /** What serializers and clients take as {@code schema.registry.url}. */
  public String url() {
    return "http://" + BrokerSettings.address(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    log.close();
  }

  private static HttpServer bind(int port) {
    Ports.requireFree(port);
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new EmbeddedException(
          "The schema registry cannot listen on port %d: %s".formatted(port, e.getMessage()), e);
    }
  }

  private static ThreadFactory named() {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "schema-registry-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
