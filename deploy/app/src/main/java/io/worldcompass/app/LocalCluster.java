package io.worldcompass.app;

import io.worldcompass.embedded.DataDirectory;
import io.worldcompass.embedded.EmbeddedBroker;
import io.worldcompass.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/** Broker and registry of one data directory; a file in it tells other processes where they are. */
final class LocalCluster implements AutoCloseable {
  private static final String FILE = "endpoints.properties";
  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final String REGISTRY = "schema.registry.url";

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final Path file;

  private LocalCluster(EmbeddedBroker broker, EmbeddedRegistry registry, Path file) {
    this.broker = broker;
    this.registry = registry;
    this.file = file;
  }

  static LocalCluster start(Path data) {
    EmbeddedBroker broker = EmbeddedBroker.start(data, EmbeddedBroker.ANY_PORT);
    try {
      EmbeddedRegistry registry =
          EmbeddedRegistry.start(broker.bootstrapServers(), EmbeddedRegistry.ANY_PORT);
      LocalCluster cluster = new LocalCluster(broker, registry, data.resolve(FILE));
      cluster.announce();
      return cluster;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /** Where the cluster of a data directory is, if a living process runs it. */
  static Optional<Endpoints> running(Path data) {
    Path file = data.resolve(FILE);
    if (!Files.isRegularFile(file) || !DataDirectory.isInUse(data)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UserException("cannot read " + file + ": " + e, e);
    }
    return Optional.of(
        new Endpoints(properties.getProperty(BOOTSTRAP), properties.getProperty(REGISTRY)));
  }

  Endpoints endpoints() {
    return new Endpoints(broker.bootstrapServers(), registry.url());
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UserException("cannot remove " + file + ": " + e, e);
    } finally {
      registry.close();
      broker.close();
    }
  }

  private void announce() {
    Properties properties = new Properties();
    properties.setProperty(BOOTSTRAP, broker.bootstrapServers());
    properties.setProperty(REGISTRY, registry.url());
    Path part = file.resolveSibling(FILE + ".part");
    try {
      try (Writer writer = Files.newBufferedWriter(part)) {
        properties.store(writer, "Written by ./worldcompass while its broker runs");
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserException("cannot write " + file + ": " + e, e);
    }
  }
}
