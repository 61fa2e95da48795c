package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.Ingestion;
import io.worldcompass.producers.LogFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code produce --follow} as a process, killed again and again while its logs grow. */
@Timeout(300)
class FollowKillTest {
  private static final int KILLS = 20;
  private static final int LINES = 6000;

  @TempDir private Path data;
  @TempDir private Path logs;

  @Test
  void aProducerThatIsKilledTwentyTimesGivesTheScenariosOfAnUndisturbedOne() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Map<Path, byte[]> contents = new HashMap<>();
    contents.put(logs.resolve("a.jsonl"), keyLog(1));
    contents.put(logs.resolve("b.jsonl"), keyLog(2));
    Map<Path, Integer> sizes = new HashMap<>();
    try (Deployment deployment = Deployment.startLocal(TinyRun.config(data))) {
      for (int kill = 0; kill < KILLS; kill++) {
        try (Following following = new Following(deployment, "1h")) {
          growFor(random.nextInt(2500), contents, sizes, KILLS - kill, random);
          assertThat(following.process.isAlive()).isTrue();
        }
      }
      grow(contents, sizes, Integer.MAX_VALUE, new Random(0));
      List<String> expected = undisturbed(contents);
      try (Following following = new Following(deployment, "200ms")) {
        while (written(deployment).size() < expected.size() && following.process.isAlive()) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
      assertThat(written(deployment)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** kill -9 at the end. */
  private final class Following implements AutoCloseable {
    private final Process process;

    Following(Deployment deployment, String idle) throws IOException {
      this.process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.worldcompass",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "produce",
                  "--follow",
                  logs.toString(),
                  "--name",
                  "killed",
                  "--data",
                  data.toString(),
                  "--bootstrap-servers",
                  deployment.endpoints().bootstrapServers(),
                  "--schema-registry",
                  deployment.endpoints().schemaRegistry(),
                  "--set",
                  "gameplay.poll=20ms",
                  "--set",
                  "gameplay.idle=" + idle)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Lets the logs grow bit by bit, so that at the last kill there is still something to come. */
  private static void growFor(
      int millis,
      Map<Path, byte[]> contents,
      Map<Path, Integer> sizes,
      int killsLeft,
      Random random)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    int share = contents.values().iterator().next().length / (12 * (killsLeft + 20));
    while (System.nanoTime() < end) {
      grow(contents, sizes, share, random);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static void grow(
      Map<Path, byte[]> contents, Map<Path, Integer> sizes, int share, Random random)
      throws IOException {
    for (Map.Entry<Path, byte[]> log : contents.entrySet()) {
      int from = sizes.getOrDefault(log.getKey(), 0);
      int left = log.getValue().length - from;
      int count = share > left ? left : Math.min(left, random.nextInt(2 * share));
      try (OutputStream out =
          Files.newOutputStream(
              log.getKey(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(log.getValue(), from, count);
      }
      sizes.put(log.getKey(), from + count);
    }
  }

  private List<String> undisturbed(Map<Path, byte[]> contents) throws IOException {
    List<String> ids = new ArrayList<>();
    GameplayLogs formats = new GameplayLogs(Optional.empty(), ClipRules.DEFAULT);
    new Ingestion(formats, scenario -> ids.add(scenario.id()), problem -> {})
        .ingest(contents.keySet().stream().map(LogFile::new).toList());
    return ids;
  }

  private static List<String> written(Deployment deployment) {
    List<String> ids = new ArrayList<>();
    TopicScan.each(
        deployment.clients(),
        deployment.topics().promptActions,
        (record, scenario) -> ids.add(scenario.getScenarioId()));
    return ids;
  }

  private static byte[] keyLog(int player) {
    Random random = new Random(player);
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      log.append(
          String.format(
              Locale.ROOT,
              "{\"frame\": %d, \"timestamp_ms\": %d, \"player\": \"p%d\", \"key\": [%s], \"mouse\": {\"dx\": %d, \"dy\": 0}}%n",
              i + i / 1000 * 3,
              i * 50,
              player,
              random.nextBoolean() ? "\"w\"" : "",
              random.nextInt(9) - 4));
    }
    return log.toString().getBytes(StandardCharsets.UTF_8);
  }
}
