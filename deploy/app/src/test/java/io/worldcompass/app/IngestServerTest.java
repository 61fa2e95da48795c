package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.LiveCounts;
import io.worldcompass.producers.LiveStore;
import io.worldcompass.producers.PlayIntake;
import io.worldcompass.producers.Scenario;
import io.worldcompass.schemas.avro.SourcePosition;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a game server is answered, by a server whose Kafka the test holds in its hand. */
@Timeout(60)
class IngestServerTest {
  private static final String TOKEN = "secret";

  private final HttpClient client = HttpClient.newHttpClient();
  private final LiveCounts counts = new LiveCounts();
  private final Held store = new Held();
  private IngestServer server;

  /** Kafka, which may hold back its answer or refuse. */
  private static final class Held implements LiveStore {
    private final List<Scenario> scenarios = new ArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private volatile boolean refuses;

    @Override
    public List<SourcePosition> positions(String producer) {
      return List.of();
    }

    @Override
    public void write(List<Scenario> more, List<SourcePosition> positions) {
      asked.countDown();
      try {
        answers.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (refuses) {
        throw new IllegalStateException("no broker");
      }
      scenarios.addAll(more);
    }

    @Override
    public void close() {}
  }

  private void start() {
    start("ingest.in-flight", "8");
  }

  private void start(String key, String value) {
    Config.Ingest config = new ConfigLoader().flag(key, value).load().ingest();
    GameplayLogs logs = new GameplayLogs(Optional.empty(), ClipRules.DEFAULT);
    server = new IngestServer(0, config, TOKEN, new PlayIntake(logs, () -> store, counts), counts);
    server.start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private HttpRequest post(String token, String body) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:" + server.port() + "/v1/play?source=arena-7&player=alice"))
        .header("Authorization", "Bearer " + token)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> send(String body) throws IOException, InterruptedException {
    return client.send(post(TOKEN, body), HttpResponse.BodyHandlers.ofString());
  }

  private static String lines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          "{\"frame\": %d, \"key\": [\"w\"], \"mouse\": {\"dx\": 3, \"dy\": 0}}\n".formatted(i));
    }
    return lines.toString();
  }

  @Test
  void playIsAnsweredWithWhatBecameOfIt() throws Exception {
    start();

    HttpResponse<String> answer = send(lines(300) + "broken\n");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode taken = new ObjectMapper().readTree(answer.body());
    assertThat(taken.get("scenarios")).hasSize(2);
    assertThat(taken.get("clips").asInt()).isEqualTo(18);
    assertThat(taken.get("dropped_clips").asInt()).isEqualTo(1);
    assertThat(taken.get("bad_lines").get(0).asText())
        .startsWith("arena-7: line 301: invalid JSON");
    assertThat(store.scenarios).extracting(s -> s.source().playerId()).containsOnly("alice");
    assertThat(store.scenarios).extracting(s -> s.source().file()).containsOnly("arena-7");
  }

  @Test
  void aRepeatedRequestIsAnsweredAlikeAndChangesNothing() throws Exception {
    start();

    assertThat(send(lines(300)).body()).isEqualTo(send(lines(300)).body());

    assertThat(store.scenarios).hasSize(2);
    assertThat(counts.duplicates()).isEqualTo(2);
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsWrittenAndFurtherRequestsAreHeldOff() throws Exception {
    start("ingest.in-flight", "1");
    store.answers = new CountDownLatch(1);

    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(post(TOKEN, lines(300)), HttpResponse.BodyHandlers.ofString());
    store.asked.await();
    HttpResponse<String> second = send(lines(16));
    boolean early = first.isDone();
    store.answers.countDown();

    assertThat(early).isFalse();
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValue("Retry-After")).contains("1");
    assertThat(first.get().statusCode()).isEqualTo(200);
  }

  @Test
  void playThatKafkaDoesNotTakeIsToBeSentAgain() throws Exception {
    start();
    store.refuses = true;
    HttpResponse<String> refused = send(lines(300));
    store.refuses = false;
    HttpResponse<String> again = send(lines(300));

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(store.scenarios).hasSize(2);
  }

  @Test
  void aWrongTokenIsRefused() throws Exception {
    start();

    HttpResponse<String> answer =
        client.send(post("guess", lines(300)), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(store.scenarios).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    start("ingest.max-bytes", "2048");

    assertThat(send(lines(300)).statusCode()).isEqualTo(413);
  }

  @Test
  void moreRequestsThanAllowedAreHeldOff() throws Exception {
    start("ingest.requests-per-second", "0.01");

    assertThat(send(lines(16)).statusCode()).isEqualTo(200);
    assertThat(send(lines(16)).statusCode()).isEqualTo(429);
  }

  @Test
  void whatIsNoLogIsRefusedWithTheReason() throws Exception {
    start();

    HttpResponse<String> answer = send("hello\n");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("arena-7: not a known log");
  }

  @Test
  void theMetricsTellWhatWasWritten() throws Exception {
    start();
    send(lines(300));

    HttpRequest metrics =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
            .build();
    assertThat(client.send(metrics, HttpResponse.BodyHandlers.ofString()).body())
        .contains("worldcompass_produce_scenarios_total 2");
  }

  @Test
  void aServerWithoutATokenDoesNotStart() {
    Config.Ingest config = new ConfigLoader().load().ingest();

    assertThatThrownBy(() -> new IngestServer(0, config, "", null, counts))
        .hasMessageContaining("WORLDCOMPASS_INGEST_TOKEN");
  }
}
