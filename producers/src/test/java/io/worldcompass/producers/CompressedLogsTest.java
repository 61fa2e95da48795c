package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedLogsTest {
  private static final Path SAMPLES = Path.of("src/test/resources/samples");
  private final GameplayLogs logs = new GameplayLogs(Optional.empty(), ClipRules.DEFAULT);
  private final List<String> problems = new ArrayList<>();
  @TempDir private Path folder;

  private List<Scenario> read(List<? extends LogInput> inputs) throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    new Ingestion(logs, scenarios::add, problems::add).ingest(inputs);
    return scenarios;
  }

  private static byte[] sample(String extension) throws IOException {
    return Files.readAllBytes(SAMPLES.resolve("freedoom1-demo3." + extension));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void aCompressedDemoWithACompressedGhostGivesTheSameScenarios() throws IOException {
    List<Scenario> plain = read(List.of(new LogFile(SAMPLES.resolve("freedoom1-demo3.lmp"))));
    Path gz = Files.write(folder.resolve("a.lmp.gz"), gzip(sample("lmp")));
    Files.write(folder.resolve("a.gst.gz"), gzip(sample("gst")));
    Path zst = Files.write(folder.resolve("b.lmp.zst"), Zstd.compress(sample("lmp")));
    Files.write(folder.resolve("b.gst"), sample("gst"));

    for (Path file : List.of(gz, zst)) {
      List<Scenario> scenarios = read(List.of(new LogFile(file)));
      assertThat(scenarios)
          .extracting(Scenario::id)
          .isEqualTo(plain.stream().map(Scenario::id).toList());
      assertThat(scenarios)
          .extracting(Scenario::dropped)
          .isEqualTo(plain.stream().map(Scenario::dropped).toList());
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void aStreamIsReadLikeAFile() throws IOException {
    List<Scenario> scenarios =
        read(List.of(new StreamInput("stdin", new ByteArrayInputStream(gzip(sample("lmp"))))));

    assertThat(scenarios).hasSize(5).allMatch(s -> s.source().file().equals("stdin"));
  }

  @Test
  void aDirectoryIsReadByPathWithoutItsSidecarsAndABadFileDoesNotStopTheRest() throws IOException {
    Files.createDirectories(folder.resolve("deep/er"));
    Files.write(folder.resolve("deep/er/b.lmp"), sample("lmp"));
    Files.write(folder.resolve("deep/er/b.gst"), sample("gst"));
    byte[] packed = gzip(sample("lmp"));
    Files.write(folder.resolve("a.lmp.gz"), Arrays.copyOf(packed, packed.length / 2));
    Files.write(folder.resolve("video.mp4"), new byte[9]);

    List<Scenario> scenarios = read(LogDirectory.recordings(folder, problems::add));

    assertThat(scenarios).hasSize(5).allMatch(s -> s.source().file().equals("b.lmp"));
    assertThat(problems)
        .containsExactly(
            folder + ": passed over 1 files that are no logs",
            folder.resolve("a.lmp.gz") + ": cannot be read: Unexpected end of ZLIB input stream");
  }

  @Test
  void severalPlayersOfAKeyLogAreStreamsOfTheirOwn() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 32; i++) {
      for (String player : List.of("alice", "bob")) {
        log.append(
            "{\"frame\": %d, \"player\": \"%s\", \"key\": [\"%s\"], \"chat\": \"canary\"}\n"
                .formatted(i, player, player.equals("bob") ? "s" : "W"));
      }
    }
    Path file = Files.writeString(folder.resolve("match.jsonl"), log);

    List<Scenario> scenarios = read(List.of(new LogFile(file)));

    assertThat(scenarios).extracting(s -> s.source().player()).containsExactly(0, 1);
    assertThat(scenarios).extracting(s -> s.source().playerId()).containsExactly("alice", "bob");
    assertThat(scenarios)
        .extracting(s -> s.clips().get(1).sums().forward())
        .containsExactly(16.0, -16.0);
    assertThat(scenarios.toString() + problems).doesNotContain("canary");
    assertThat(ScenarioJson.line(scenarios.get(0))).doesNotContain("alice");
  }

  @Test
  void keysThatNobodyConfiguredAreNamedWithTheirLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("strange.jsonl"),
            "{\"frame\": 0, \"key\": []}\n{\"frame\": 1, \"key\": [\"ArrowUp\"]}\n".repeat(1)
                + "{\"frame\": 2, \"key\": [\"ArrowUp\"]}\n");

    read(List.of(new LogFile(file)));

    assertThat(problems).anyMatch(p -> p.startsWith(file + ": line 2: key 'arrowup' is not known"));
  }

  @Test
  void timesTellOfGapsWhereTheTickRateIsKnown() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      log.append(
          "{\"timestamp_ms\": %d, \"key\": []}\n".formatted(i * 50 + (i < 20 ? i % 3 : 400)));
    }
    Path file = Files.writeString(folder.resolve("times.jsonl"), log);
    KeyMap timed = KeyMap.of("w", "s", "a", "d", 0.15, 20);
    List<Scenario> scenarios = new ArrayList<>();
    new Ingestion(
            new GameplayLogs(Optional.empty(), ClipRules.DEFAULT, timed),
            scenarios::add,
            problems::add)
        .ingest(List.of(new LogFile(file)));

    assertThat(scenarios).extracting(s -> s.source().firstTick()).containsExactly(0, 20);
    assertThat(scenarios.get(0).dropped()).containsExactly(new DroppedClip(16, 19, "gap"));
  }

  @Test
  void pseudonymsHideThePlayerAndDifferByRun() {
    Pseudonyms run = new Pseudonyms("a", false);

    assertThat(run.player("alice")).matches("[0-9a-f]{16}").isEqualTo(run.player("alice"));
    assertThat(run.player("alice")).isNotEqualTo(run.player("bob"));
    assertThat(run.player("alice")).isNotEqualTo(new Pseudonyms("b", false).player("alice"));
    assertThat(run.player("")).isEmpty();
    assertThat(run.file("alice.jsonl")).isEqualTo("alice.jsonl");
    assertThat(new Pseudonyms("a", true).file("alice.jsonl")).doesNotContain("alice");
  }
}
