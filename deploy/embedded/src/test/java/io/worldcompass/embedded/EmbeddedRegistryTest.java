package io.worldcompass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedRegistryTest {
  private static final AvroSchema V1 = schema("{'name':'a','type':'int'}");
  private static final AvroSchema V2 =
      schema("{'name':'a','type':'int'},{'name':'b','type':'int','default':0}");
  private static final AvroSchema NO_DEFAULT =
      schema("{'name':'a','type':'int'},{'name':'c','type':'int'}");
  private static final AvroSchema OTHER_TYPE = schema("{'name':'a','type':'string'}");

  @TempDir static Path dir;
  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private String subject;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir, EmbeddedBroker.ANY_PORT);
    registry = EmbeddedRegistry.start(broker.bootstrapServers(), EmbeddedRegistry.ANY_PORT);
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  @BeforeEach
  void nameTheSubject(TestInfo test) {
    subject = test.getDisplayName().replaceAll("\\W", "") + "-value";
  }

  @Test
  void recordsOfConfluentsSerializerAreReadAfterARestart() {
    AvroRoundTrip.writeScores(broker.bootstrapServers(), registry.url(), "scores", 20);
    restart();
    AvroRoundTrip.expectScores(broker.bootstrapServers(), registry.url(), "scores", 20);
  }

  @Test
  void idsAndVersionsSurviveARestartAndGoOn() throws Exception {
    int first = client().register(subject, V1);
    int second = client().register(subject, V2);
    client().updateCompatibility(subject, "NONE");
    restart();
    assertThat(client().register(subject, V1)).isEqualTo(first);
    assertThat(client().getSchemaById(second)).isEqualTo(V2);
    assertThat(client().getAllVersions(subject)).containsExactly(1, 2);
    assertThat(client().getCompatibility(subject)).isEqualTo("NONE");
    assertThat(client().register(subject, schema("{'name':'new','type':'bytes'}")))
        .isGreaterThan(second);
  }

  @Test
  void theSameSchemaHasTheSameIdUnderEverySubject() throws Exception {
    int id = client().register(subject, V1);
    assertThat(client().register(subject + "/a b+c", V1)).isEqualTo(id);
    assertThat(client().getAllSubjectsById(id)).contains(subject, subject + "/a b+c");
    assertThat(client().getId(subject + "/a b+c", V1)).isEqualTo(id);
    assertThat(client().getVersion(subject, V1)).isEqualTo(1);
    assertThat(client().getLatestSchemaMetadata(subject).getSchema())
        .isEqualTo(V1.canonicalString());
    assertThat(client().getAllSubjects()).contains(subject, subject + "/a b+c");
  }

  @Test
  void anIncompatibleSchemaIsRefusedInBothDirectionsAndAgainstAllVersions() throws Exception {
    client().register(subject, V1);
    client().register(subject, V2);
    for (AvroSchema refused : new AvroSchema[] {NO_DEFAULT, OTHER_TYPE}) {
      assertThat(client().testCompatibility(subject, refused)).isFalse();
      expectError(409, 409, () -> client().register(subject, refused));
    }
    assertThat(client().testCompatibility(subject, V1)).isTrue();
    assertThat(client().getAllVersions(subject)).containsExactly(1, 2);
    assertThat(client().getCompatibility(null)).isEqualTo("FULL_TRANSITIVE");
  }

  @Test
  void aSubjectsLevelOverridesTheGlobalOneUntilItIsTakenBack() throws Exception {
    client().register(subject, V1);
    client().updateCompatibility(subject, "BACKWARD");
    client().deleteCompatibility(subject);
    expectError(409, 409, () -> client().register(subject, OTHER_TYPE));
    client().updateCompatibility(subject, "NONE");
    assertThat(client().register(subject, OTHER_TYPE)).isPositive();
  }

  @Test
  void whatIsNotThereHasConfluentsErrorNumbers() throws Exception {
    expectError(404, 40401, () -> client().getLatestSchemaMetadata("unknown"));
    expectError(404, 40403, () -> client().getSchemaById(999_999));
    client().register(subject, V1);
    expectError(404, 40402, () -> client().getSchemaMetadata(subject, 7));
    expectError(404, 40403, () -> client().getId(subject, V2));
    expectError(422, 42203, () -> client().updateCompatibility(subject, "SIDEWAYS"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /nothing                  |                                   | 404 | 404",
        "DELETE | /subjects/x               |                                   | 405 | 405",
        "POST   | /subjects/x/versions      | {                                 | 400 | 400",
        "POST   | /subjects/x/versions      | {\"schema\": \"no schema\"}       | 422 | 42201",
        "POST   | /subjects/x/versions      | {\"schema\": \"\"}                | 422 | 42201",
        "POST   | /subjects/x/versions      |                                   | 422 | 42201",
        "POST   | /subjects/x/versions      | {\"schemaType\": \"PROTOBUF\"}    | 422 | 42201",
        "GET    | /schemas/ids/many         |                                   | 404 | 404",
        "GET    | /config/x                 |                                   | 404 | 40408",
      })
  void aBadRequestIsAnsweredInConfluentsForm(
      String method, String path, String body, int status, int code) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error_code\":" + code + ",\"message\":\"");
  }

  @Test
  void aPortInUseIsOneLineThatNamesIt() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> EmbeddedRegistry.start(broker.bootstrapServers(), other.getLocalPort()))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageStartingWith("Port " + other.getLocalPort() + " is in use");
    }
  }

  private static void restart() {
    registry.close();
    registry = EmbeddedRegistry.start(broker.bootstrapServers(), EmbeddedRegistry.ANY_PORT);
  }

  // A new one each time: the client caches what it has seen.
  private SchemaRegistryClient client() {
    return new CachedSchemaRegistryClient(registry.url(), 10);
  }

  private static void expectError(int status, int code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RestClientException.class,
            e -> {
              assertThat(e.getStatus()).isEqualTo(status);
              assertThat(e.getErrorCode()).isEqualTo(code);
            });
  }

  private static AvroSchema schema(String fields) {
    return new AvroSchema(
        "{'type':'record','name':'R','fields':[%s]}".formatted(fields).replace('\'', '"'));
  }
}
