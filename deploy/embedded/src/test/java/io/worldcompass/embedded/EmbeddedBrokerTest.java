package io.worldcompass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @TempDir Path dir;

  @Test
  void recordsAreStillThereAfterARestartOnAnotherPort() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir, EmbeddedBroker.ANY_PORT)) {
      Records.create(broker.bootstrapServers(), "kept");
      Records.write(broker.bootstrapServers(), "kept", List.of("a", "b"));
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir, EmbeddedBroker.ANY_PORT)) {
      assertThat(Records.read(broker.bootstrapServers(), "kept")).containsExactly("a", "b");
      assertThat(broker.dataDirectory()).isEqualTo(dir);
    }
  }

  @Test
  void aPortInUseIsOneLineThatNamesItAndLeavesTheDirectoryFree() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> EmbeddedBroker.start(dir, port))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageMatching("Port " + port + " is in use .*choose another port.*");
    }
    assertThat(DataDirectory.isInUse(dir)).isFalse();
  }

  @Test
  void aNodeThatTheClusterDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> new BrokerNode(4, "cluster", List.of(1, 2, 3)))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining("no node 4 in a cluster of 3");
  }

  @Test
  void aBrokenLogIsReportedAndTheDirectoryIsReleased() throws IOException {
    Files.createDirectories(dir.resolve("data"));
    try (DataDirectory data = DataDirectory.open(dir.resolve("data"))) {
      Files.createDirectories(data.path().resolve("kafka"));
      Files.writeString(data.path().resolve("kafka/meta.properties"), "version=1\nnode.id=7\n");
    }
    assertThatThrownBy(() -> EmbeddedBroker.start(dir.resolve("data"), EmbeddedBroker.ANY_PORT))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining("could not be started");
    assertThat(DataDirectory.isInUse(dir.resolve("data"))).isFalse();
  }
}
