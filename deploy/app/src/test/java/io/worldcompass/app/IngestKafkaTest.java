package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.KafkaLiveStore;
import io.worldcompass.producers.LiveCounts;
import io.worldcompass.producers.ObservationSource;
import io.worldcompass.producers.PlayIntake;
import io.worldcompass.producers.Pseudonyms;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.config.ConfigLoader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code produce --listen} against a real broker: what stands on the topic after each answer. */
@Timeout(110)
class IngestKafkaTest {
  private static final String TOKEN = "secret";

  @TempDir private static Path data;
  private static Deployment deployment;

  private final HttpClient client = HttpClient.newHttpClient();
  private final LiveCounts counts = new LiveCounts();
  private final GameplayLogs logs = new GameplayLogs(Optional.empty(), ClipRules.DEFAULT);
  private final List<IngestServer> servers = new ArrayList<>();

  @BeforeAll
  static void startKafka() {
    deployment = Deployment.startLocal(TinyRun.config(data));
  }

  @AfterAll
  static void stopKafka() {
    deployment.close();
  }

  @AfterEach
  void stopServers() {
    servers.forEach(IngestServer::close);
  }

  private IngestServer start(String... settings) {
    return start(IngestServer.intake(deployment, logs, counts), settings);
  }

  private IngestServer start(PlayIntake intake, String... settings) {
    ConfigLoader loader = new ConfigLoader();
    for (int i = 0; i < settings.length; i += 2) {
      loader.flag(settings[i], settings[i + 1]);
    }
    IngestServer server = new IngestServer(0, loader.load().ingest(), TOKEN, intake, counts);
    server.start();
    servers.add(server);
    return server;
  }

  private static HttpRequest post(IngestServer server, String token, String source, String body) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.port() + "/v1/play?player=al&source=" + source))
        .header("Authorization", "Bearer " + token)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> send(IngestServer server, String source, String body)
      throws Exception {
    return client.send(post(server, TOKEN, source, body), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }

  /** What readers of committed records see of a source. */
  private static List<PromptAction> onTopic(String source) {
    List<PromptAction> found = new ArrayList<>();
    TopicScan.each(
        deployment.clients(),
        deployment.topics().promptActions,
        (record, scenario) -> {
          if (scenario.getSource().getFile().equals(source)) {
            found.add(scenario);
          }
        });
    return found;
  }

  /**
   * As soon as there are so many: Kafka has decided on a transaction when it answers, and shows it
   * to readers of committed records a moment later.
   */
  private static List<PromptAction> onTopic(String source, int count) {
    List<PromptAction> found = onTopic(source);
    while (found.size() < count) {
      found = onTopic(source);
    }
    return found;
  }

  private static List<String> ids(List<PromptAction> scenarios) {
    return scenarios.stream().map(PromptAction::getScenarioId).toList();
  }

  private static List<String> ids(HttpResponse<String> answer) throws Exception {
    List<String> ids = new ArrayList<>();
    json(answer).get("scenarios").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  /** Lines of play in which every source does something else. */
  private static String lines(String source, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"frame\": %d, \"key\": [\"w\"], \"note\": \"%s\"}\n".formatted(i, source));
    }
    return lines.toString();
  }

  @Test
  void whenItIsAnsweredCommittedReadersSeeIt() throws Exception {
    IngestServer server = start();

    HttpResponse<String> answer = send(server, "arena-1", lines("arena-1", 300));

    assertThat(answer.statusCode()).isEqualTo(200);
    List<PromptAction> written = onTopic("arena-1", 2);
    assertThat(ids(written)).hasSize(2).containsExactlyInAnyOrderElementsOf(ids(answer));
    assertThat(written)
        .allSatisfy(s -> assertThat(s.getSource().getPlayerId()).matches("[0-9a-f]{16}"));
  }

  @Test
  void nothingIsAnsweredBeforeKafkaHasItAndMeanwhileOthersAreHeldOff() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stored = new CountDownLatch(1);
    ObservationSource views = BuiltInModels.observations(deployment.blobs());
    PlayIntake slow =
        new PlayIntake(
            logs,
            () ->
                new KafkaLiveStore(
                    deployment.topics(),
                    deployment.clients(),
                    "slow",
                    scenario -> {
                      begun.countDown();
                      awaited(stored);
                      return views.of(scenario);
                    },
                    new Pseudonyms("salt", false)),
            counts);
    IngestServer server = start(slow, "ingest.in-flight", "1");

    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(
            post(server, TOKEN, "arena-2", lines("arena-2", 300)),
            HttpResponse.BodyHandlers.ofString());
    begun.await();
    HttpResponse<String> second = send(server, "arena-2", lines("other", 16));
    List<PromptAction> early = onTopic("arena-2");
    boolean answeredEarly = first.isDone();
    stored.countDown();

    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValue("Retry-After")).contains("1");
    assertThat(early).isEmpty();
    assertThat(answeredEarly).isFalse();
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(onTopic("arena-2", 2)).hasSize(2);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsRefusedLeavesNothingOnTheTopic() throws Exception {
    IngestServer server = start("ingest.max-bytes", "2048");
    String play = lines("arena-3", 300);

    HttpResponse<String> stranger =
        client.send(post(server, "guess", "arena-3", play), HttpResponse.BodyHandlers.ofString());
    HttpResponse<String> tooLarge = send(server, "arena-3", play);
    HttpResponse<String> noLog = send(server, "arena-3", "hello\n");

    assertThat(List.of(stranger.statusCode(), tooLarge.statusCode(), noLog.statusCode()))
        .containsExactly(401, 413, 400);
    assertThat(onTopic("arena-3")).isEmpty();
    assertThat(metrics(server))
        .contains(
            "worldcompass_produce_requests_total{status=\"401\"} 1",
            "worldcompass_produce_requests_total{status=\"413\"} 1",
            "worldcompass_produce_requests_total{status=\"400\"} 1",
            "worldcompass_produce_bad_logs_total 1",
            "worldcompass_produce_requests_waiting 0");
  }

  private String metrics(IngestServer server) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void moreRequestsThanAllowedAreHeldOffAndLaterTaken() throws Exception {
    IngestServer strict = start("ingest.requests-per-second", "0.01");

    assertThat(send(strict, "arena-4", lines("arena-4", 256)).statusCode()).isEqualTo(200);
    HttpResponse<String> held = send(strict, "arena-4", lines("arena-4 later", 256));

    assertThat(held.statusCode()).isEqualTo(429);
    assertThat(onTopic("arena-4", 1)).hasSize(1);
    assertThat(send(start(), "arena-4", lines("arena-4 later", 256)).statusCode()).isEqualTo(200);
    assertThat(onTopic("arena-4", 2)).hasSize(2);
  }

  @Test
  void aRepeatedRequestIsAnsweredAlikeAndWritesNothing() throws Exception {
    IngestServer server = start();
    String play = lines("arena-5", 300);

    HttpResponse<String> first = send(server, "arena-5", play);
    HttpResponse<String> second = send(server, "arena-5", play);

    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(onTopic("arena-5", 2)).hasSize(2);
    assertThat(counts.scenarios()).as("written").isEqualTo(2);
    assertThat(counts.duplicates()).isEqualTo(2);
  }

  @Test
  void whatARestartedServerIsSentAgainHasTheSameIds() throws Exception {
    String play = lines("arena-6", 300);

    HttpResponse<String> before = send(start(), "arena-6", play);
    HttpResponse<String> after = send(start(), "arena-6", play);

    assertThat(ids(after)).isEqualTo(ids(before));
    assertThat(new HashSet<>(ids(onTopic("arena-6", 4)))).hasSize(2);
  }

  @Test
  void aBadLineCostsOneClipAndIsReportedWithItsNumber() throws Exception {
    String[] lines = lines("arena-7", 320).split("\n");
    lines[99] = "{\"frame\": 99, \"key\": [\"w\"";

    HttpResponse<String> answer = send(start(), "arena-7", String.join("\n", lines) + "\n");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode taken = json(answer);
    assertThat(taken.get("bad_lines")).hasSize(1);
    assertThat(taken.get("bad_lines").get(0).asText())
        .startsWith("arena-7: line 100: invalid JSON");
    assertThat(taken.get("dropped_clips").asInt()).isEqualTo(1);
    // 6 before the line and 13 after it: 20 without it.
    assertThat(taken.get("clips").asInt()).isEqualTo(19);
    assertThat(onTopic("arena-7", 2))
        .extracting(s -> s.getClips().size())
        .containsExactlyInAnyOrder(6, 13);
  }

  @Test
  void whenNoBrokerAnswersThePlayIsToBeSentAgain() throws Exception {
    Map<String, String> nobody =
        Map.of(
            "kafka.bootstrap-servers",
            "127.0.0.1:1",
            "kafka.schema-registry",
            deployment.endpoints().schemaRegistry(),
            "kafka.properties.max.block.ms",
            "1000");
    try (Deployment away = Deployment.open(TinyRun.config(data, nobody))) {
      IngestServer server = start(IngestServer.intake(away, logs, counts));

      HttpResponse<String> answer = send(server, "arena-8", lines("arena-8", 300));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }
  }
}
