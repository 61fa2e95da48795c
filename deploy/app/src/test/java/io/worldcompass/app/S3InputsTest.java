package io.worldcompass.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.worldcompass.producers.LogResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code produce} on s3:// inputs, by Amazon's client, from a small stand-in of a store; no test
 * runs against a real one.
 */
@Timeout(60)
class S3InputsTest {
  private static final String DEMO = "freedoom1-demo3.lmp";
  private static final String BUCKET = "play";

  private final Map<String, byte[]> objects = new TreeMap<>();
  private HttpServer store;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "good");
    System.setProperty("aws.secretAccessKey", "secret");
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext("/", this::answer);
    store.start();
    objects.put("demos/" + DEMO, resource(DEMO));
    objects.put("demos/freedoom1-demo3.gst", resource("freedoom1-demo3.gst"));
    objects.put("demos/freedoom1-demo3.mp4", new byte[] {1});
    objects.put("packed/walk 1.jsonl.gz", gzip(lines(300)));
  }

  @AfterEach
  void stop() {
    store.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private Outcome dryRun(String... urls) {
    return Outcome.of(
        Stream.concat(
                Stream.of(
                    "produce",
                    "--dry-run",
                    "--json",
                    "--set",
                    "gameplay.s3-endpoint=http://127.0.0.1:" + store.getAddress().getPort()),
                Stream.of(urls))
            .toArray(String[]::new));
  }

  @Test
  void anObjectIsReadWithTheGhostBesideIt() {
    List<JsonNode> scenarios = dryRun("s3://play/demos/" + DEMO).succeeded().json();

    assertThat(scenarios).isNotEmpty();
    assertThat(scenarios.get(0).get("source").get("file").asText()).isEqualTo(DEMO);
    assertThat(scenarios.stream().flatMap(s -> dropped(s).stream()))
        .as("only the ghost knows of deaths")
        .contains("death");
  }

  private static List<String> dropped(JsonNode scenario) {
    return scenario.get("dropped").findValuesAsText("reason");
  }

  @Test
  void aPrefixIsAllLogsBelowItAndNothingElse() {
    List<JsonNode> scenarios = dryRun("s3://play/").succeeded().json();

    assertThat(scenarios)
        .extracting(s -> s.get("source").get("file").asText())
        .containsOnly(DEMO, "walk 1.jsonl.gz");
  }

  @Test
  void aCompressedObjectIsReadUnderAKeyWithASpace() {
    assertThat(dryRun("s3://play/packed/walk 1.jsonl.gz").succeeded().json()).hasSize(2);
  }

  @Test
  void aMissingKeyIsToldAboutAndTheOthersAreRead() {
    Outcome outcome = dryRun("s3://play/demos/none.lmp", "s3://play/packed/walk 1.jsonl.gz");

    assertThat(outcome.err())
        .isEqualTo("worldcompass: s3://play/demos/none.lmp: cannot be read: it does not exist\n");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.json()).hasSize(2);
  }

  @Test
  void aPrefixOfNothingIsRefused() {
    assertThat(dryRun("s3://play/nobody/").refused(1))
        .isEqualTo("worldcompass: s3://play/nobody/: there are no logs below it");
  }

  @Test
  void aBucketThatDoesNotExistIsRefused() {
    assertThat(dryRun("s3://other/").refused(1)).contains("s3://other/", "no such bucket");
    assertThat(dryRun("s3://").refused(1)).contains("expected s3://BUCKET/KEY");
  }

  @Test
  void wrongCredentialsAreRefusedWithWhatToCheck() {
    System.setProperty("aws.accessKeyId", "wrong");

    assertThat(dryRun("s3://play/demos/" + DEMO).refused(1))
        .contains("s3://play/demos/" + DEMO, "InvalidAccessKeyId", "check AWS_ACCESS_KEY_ID");
    assertThat(dryRun("s3://play/demos/").refused(1))
        .contains("cannot be listed", "InvalidAccessKeyId", "check AWS_ACCESS_KEY_ID");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = LogResource.class.getResourceAsStream("/samples/" + name)) {
      return in.readAllBytes();
    }
  }

  private static String lines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"frame\": %d, \"key\": [\"w\"]}%n".formatted(i));
    }
    return lines.toString();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private void answer(HttpExchange request) throws IOException {
    String authorisation =
        Optional.ofNullable(request.getRequestHeaders().getFirst("Authorization")).orElse("");
    String[] path = request.getRequestURI().getPath().split("/", 3);
    if (!authorisation.contains("Credential=good/")) {
      error(request, 403, "InvalidAccessKeyId");
    } else if (!path[1].equals(BUCKET)) {
      error(request, 404, "NoSuchBucket");
    } else if (path.length < 3 || path[2].isEmpty()) {
      list(request);
    } else if (objects.containsKey(path[2])) {
      send(request, 200, objects.get(path[2]));
    } else {
      error(request, 404, "NoSuchKey");
    }
  }

  private void list(HttpExchange request) throws IOException {
    String prefix =
        Stream.of(request.getRequestURI().getQuery().split("&"))
            .filter(parameter -> parameter.startsWith("prefix="))
            .map(parameter -> parameter.substring("prefix=".length()))
            .findFirst()
            .orElse("");
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    objects.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .forEach(key -> xml.append("<Contents><Key>" + key + "</Key></Contents>"));
    send(request, 200, xml.append("</ListBucketResult>").toString().getBytes(UTF_8));
  }

  private static void error(HttpExchange request, int status, String code) throws IOException {
    String xml = "<Error><Code>" + code + "</Code><Message>no</Message></Error>";
    send(request, status, xml.getBytes(UTF_8));
  }

  private static void send(HttpExchange request, int status, byte[] body) throws IOException {
    request.sendResponseHeaders(status, body.length);
    try (OutputStream out = request.getResponseBody()) {
      out.write(body);
    }
  }
}
