package io.worldcompass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataDirectoryTest {
  @TempDir Path dir;

  @Test
  void anAbsentDirectoryIsCreatedAndStamped() throws IOException {
    Path absent = dir.resolve("a/b");
    try (DataDirectory data = DataDirectory.open(absent)) {
      assertThat(Files.readString(data.path().resolve("VERSION")).lines())
          .containsExactly("layout=1", "kafka=" + AppInfoParser.getVersion());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 4.3.1, layout 2",
    "0, 4.3.1, layout 0",
    "1, 4.4.0, Kafka 4.4.0",
    "1, 10.0.0, Kafka 10.0.0",
    "1, what, Kafka what",
    "'', 4.3.1, 'layout '"
  })
  void anotherVersionIsRefusedAndNothingIsChanged(String layout, String kafka, String named)
      throws IOException {
    String stamp = "layout=%s\nkafka=%s\n".formatted(layout, kafka);
    Files.writeString(dir.resolve("VERSION"), stamp);
    assertThatThrownBy(() -> DataDirectory.open(dir))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining("written by another version (" + named)
        .hasMessageContaining("choose another directory")
        .message()
        .hasLineCount(1);
    assertThat(dir.resolve("VERSION")).hasContent(stamp);
    assertThat(DataDirectory.isInUse(dir)).isFalse();
  }

  @Test
  void anOlderKafkaIsAcceptedAndTheStampRises() throws IOException {
    Files.writeString(dir.resolve("VERSION"), "layout=1\nkafka=4.3.0\n");
    DataDirectory.open(dir).close();
    assertThat(dir.resolve("VERSION")).content().contains("kafka=" + AppInfoParser.getVersion());
  }

  @Test
  void aDirectoryOfSomethingElseIsRefused() throws IOException {
    Files.writeString(dir.resolve("thesis.tex"), "");
    assertThatThrownBy(() -> DataDirectory.open(dir)).hasMessageContaining("it holds thesis.tex");
    assertThat(dir).isDirectoryNotContaining("glob:**/LOCK");
  }

  @Test
  void aDirectoryIsOpenedOnceAtATime() {
    try (DataDirectory first = DataDirectory.open(dir)) {
      assertThatThrownBy(() -> DataDirectory.open(dir)).hasMessageContaining("in use");
      assertThat(DataDirectory.isInUse(first.path())).isTrue();
    }
    assertThat(DataDirectory.isInUse(dir)).isFalse();
    DataDirectory.open(dir).close();
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsOneClearLine() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageMatching("The data directory .* cannot be written .*choose another one\\.");
  }
}
