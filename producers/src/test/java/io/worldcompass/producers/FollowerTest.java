package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.SourcePosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Growing files, without a broker: what is written and where a new follower goes on. */
class FollowerTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Pseudonyms NAMES = new Pseudonyms("salt", false);

  @TempDir private Path folder;
  private final Kept store = new Kept();
  private final List<String> problems = new ArrayList<>();
  private final LiveCounts counts = new LiveCounts();
  private final GameplayLogs logs = new GameplayLogs(Optional.empty(), ClipRules.DEFAULT);

  /** Keeps what was written, as Kafka would: all of a transaction or nothing. */
  private static final class Kept implements LiveStore {
    private final List<Scenario> scenarios = new ArrayList<>();
    private final Map<String, SourcePosition> positions = new HashMap<>();

    @Override
    public List<SourcePosition> positions(String producer) {
      return List.copyOf(positions.values());
    }

    @Override
    public void write(List<Scenario> more, List<SourcePosition> read) {
      scenarios.addAll(more);
      read.forEach(position -> positions.put(position.getSource(), position));
    }

    @Override
    public void close() {}

    List<String> ids() {
      return scenarios.stream().map(Scenario::id).toList();
    }
  }

  private Follower follower(Duration idle, Path... inputs) {
    return new Follower(
        List.of(inputs), logs, store, "test", NAMES, idle, Duration.ZERO, counts, problems::add);
  }

  /** A follower that looks three times, each log now being taken for finished, and ends. */
  private void finish(Path... inputs) {
    try (Follower follower = follower(Duration.ZERO, inputs)) {
      look(follower);
    }
  }

  private static void look(Follower follower) {
    for (int i = 0; i < 4; i++) {
      follower.step();
    }
  }

  private static byte[] keyLog(int player, int lines) {
    Random random = new Random(player);
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      log.append(
          "{\"frame\": %d, \"timestamp_ms\": %d, \"key\": [%s], \"mouse\": {\"dx\": %d, \"dy\": 0}}\n"
              .formatted(
                  i + i / 700 * 3,
                  player * 1_000_000 + i * 50,
                  random.nextBoolean() ? "\"w\"" : "",
                  random.nextInt(9) - 4));
    }
    return log.toString().getBytes(UTF_8);
  }

  private static void append(Path file, byte[] bytes, int from, int to) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(bytes, from, to - from);
    }
  }

  private List<String> wholeFile(byte[] content) throws BadLogException {
    return Demos.scenarios(logs, new Demos.Input("x", content, Map.of())).stream()
        .map(Scenario::id)
        .toList();
  }

  @RepeatedTest(20)
  void aFollowerThatIsKilledAtAnyMomentGivesTheScenariosOfTheFinishedFiles() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<byte[]> contents =
        List.of(
            keyLog(1, 1500), keyLog(2, 900), Demos.random(109, 1 + random.nextInt(3), 900, random));
    int[] sizes = new int[contents.size()];
    Follower follower = follower(NEVER, folder);
    for (int i = 0; i < 60; i++) {
      int log = random.nextInt(sizes.length);
      int to = Math.min(contents.get(log).length, sizes[log] + random.nextInt(8000));
      append(folder.resolve("log" + log), contents.get(log), sizes[log], to);
      sizes[log] = to;
      follower.step();
      if (random.nextInt(3) == 0) {
        follower = follower(NEVER, folder); // the old one is not closed: it was killed
      }
    }
    for (int log = 0; log < sizes.length; log++) {
      append(folder.resolve("log" + log), contents.get(log), sizes[log], contents.get(log).length);
    }
    finish(folder);

    List<String> expected = new ArrayList<>();
    for (byte[] content : contents) {
      expected.addAll(wholeFile(content));
    }
    assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(problems).isEmpty();
  }

  @Test
  void aLogThatWasRotatedIsReadToItsEndUnderItsNewName() throws Exception {
    byte[] first = keyLog(1, 1000);
    byte[] second = keyLog(2, 600);
    Path log = folder.resolve("game.log");
    append(log, first, 0, 40_000);
    Follower follower = follower(NEVER, log);
    look(follower);
    Files.move(log, folder.resolve("game.log.1"));
    append(folder.resolve("game.log.1"), first, 40_000, first.length);
    append(log, second, 0, second.length);
    look(follower);
    finish(log);

    assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(both(first, second));
    assertThat(problems).isEmpty();
  }

  @Test
  void aLogThatWasRotatedWhileNobodyFollowedIsFoundByItsContent() throws Exception {
    byte[] first = keyLog(1, 1000);
    byte[] second = keyLog(2, 600);
    Path log = folder.resolve("game.log");
    append(log, first, 0, 40_000);
    look(follower(NEVER, log));
    append(log, first, 40_000, first.length);
    Files.move(log, folder.resolve("game.log.1"));
    append(log, second, 0, second.length);
    finish(log);

    assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(both(first, second));
  }

  @Test
  void neighboursThatWereNeverThisLogAreNotRead() throws Exception {
    append(folder.resolve("game.log.old"), keyLog(9, 300), 0, 10_000);
    append(folder.resolve("game.log"), keyLog(1, 300), 0, 10_000);
    finish(folder.resolve("game.log"));

    assertThat(store.scenarios).extracting(s -> s.source().file()).containsOnly("game.log");
  }

  @Test
  void aLogThatIsCopiedAndCutToNothingIsNotReadTwice() throws Exception {
    byte[] first = keyLog(1, 1000);
    byte[] second = keyLog(2, 600);
    Path log = folder.resolve("game.log");
    append(log, first, 0, first.length);
    Follower follower = follower(NEVER, folder);
    look(follower);
    Files.copy(log, folder.resolve("game.log.1"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    look(follower);
    append(log, second, 0, second.length);
    look(follower);
    finish(folder);

    assertThat(store.ids()).doesNotHaveDuplicates();
    assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(both(first, second));
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith(log + ": byte 0: the file shrank while it was followed, from " + first.length);
  }

  @Test
  void aLogThatGoesAwayIsReadToItsEnd() throws Exception {
    byte[] content = keyLog(1, 300);
    Path log = folder.resolve("game.log");
    append(log, content, 0, 15_000);
    try (Follower follower = follower(Duration.ofMillis(1), folder)) {
      follower.step();
      append(log, content, 15_000, content.length);
      Files.delete(log);
      while (store.ids().size() < 2) {
        follower.step();
      }
    }
    assertThat(store.ids()).isEqualTo(wholeFile(content));
  }

  @Test
  void aCompressedLogIsTheLogThatItWas() throws Exception {
    byte[] content = keyLog(1, 1000);
    Path log = folder.resolve("game.log");
    append(log, content, 0, content.length);
    look(follower(NEVER, folder));
    int before = store.ids().size();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    Files.delete(log);
    Files.write(folder.resolve("game.log.1.gz"), packed.toByteArray());
    Files.setLastModifiedTime(
        folder.resolve("game.log.1.gz"), java.nio.file.attribute.FileTime.fromMillis(1));
    finish(folder);

    assertThat(before).isPositive();
    assertThat(store.ids()).isEqualTo(wholeFile(content));
  }

  @Test
  void aBadLineAndABadFileAreNamedAndTheRestIsRead() throws Exception {
    byte[] good = keyLog(1, 300);
    Files.writeString(folder.resolve("notes.txt"), "this is no log at all\n");
    append(folder.resolve("game.log"), good, 0, good.length);
    append(folder.resolve("game.log"), "{\"frame\": 3\n".getBytes(UTF_8), 0, 12);
    append(folder.resolve("game.log"), good, 0, good.length);
    finish(folder);

    assertThat(problems)
        .anyMatch(p -> p.startsWith(folder.resolve("game.log") + ": line 301: invalid JSON"))
        .anyMatch(p -> p.equals(folder.resolve("game.log") + ": line 302: tick 0 after tick 299"))
        .anyMatch(p -> p.startsWith(folder.resolve("notes.txt") + ": not a known log"));
    assertThat(counts.badLines()).isEqualTo(2);
    assertThat(counts.badLogs()).isEqualTo(1);
    assertThat(store.ids()).isNotEmpty();
  }

  @Test
  void aLogThatPausedGoesOnWhereItPaused() throws Exception {
    byte[] content = keyLog(1, 400);
    Path log = folder.resolve("game.log");
    append(log, content, 0, 9_000);
    finish(folder);
    int clips = store.scenarios.get(0).clips().size();
    append(log, content, 9_000, content.length);
    finish(folder);

    assertThat(store.scenarios.get(1).source().firstTick()).isEqualTo(clips * 16);
    assertThat(
            store.scenarios.stream().flatMap(s -> s.clips().stream()).map(Clip::firstTick).toList())
        .hasSize(400 / 16)
        .isSorted();
  }

  private List<String> both(byte[] first, byte[] second) throws BadLogException {
    List<String> ids = new ArrayList<>(wholeFile(first));
    ids.addAll(wholeFile(second));
    return ids;
  }
}
