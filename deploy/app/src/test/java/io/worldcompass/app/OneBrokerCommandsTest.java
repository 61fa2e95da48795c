package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at a run, on the data directory of one that has ended. */
@Timeout(120)
class OneBrokerCommandsTest {
  private static final int ITERATIONS = 2;

  @TempDir private static Path data;

  /** Run while nobody served the directory. */
  private static Outcome alone;

  /** Serves the directory meanwhile, so that not every command has to start a broker. */
  private static Deployment deployment;

  @BeforeAll
  static void trainTwoIterations() {
    TinyRun.upTo(data, ITERATIONS);
    alone = on("tap", "training-batches", "--count", "1");
    deployment = Deployment.startLocal(TinyRun.config(data));
  }

  @AfterAll
  static void close() {
    if (deployment != null) {
      deployment.close();
    }
  }

  @Test
  void aTapOfADirectoryThatNobodyServesStartsItsBroker() {
    List<JsonNode> lines = alone.succeeded().json();

    assertThat(lines).hasSize(1);
    JsonNode line = lines.get(0);
    assertThat(line.fieldNames())
        .toIterable()
        .contains("topic", "partition", "offset", "timestamp", "key", "value");
    assertThat(line.get("topic").asText()).isEqualTo("worldcompass.training-batches");
    assertThat(line.get("partition").asInt()).isZero();
    assertThat(line.get("offset").asLong()).isZero();
    assertThat(Instant.parse(line.get("timestamp").asText())).isBefore(Instant.now());
    assertThat(line.get("key").isTextual()).isTrue();
    assertThat(line.get("value").get("iteration").asInt()).isEqualTo(1);
    assertThat(line.get("value").get("groups")).hasSize(TinyRun.PREFIXES);
  }

  @Test
  void aTapOfTheCandidatesGivesThemAll() {
    List<JsonNode> lines = on("tap", "clip-candidates").succeeded().json();

    assertThat(lines)
        .extracting(line -> line.get("value").get("candidate").asInt())
        .hasSize(TinyRun.PREFIXES * TinyRun.GROUP_SIZE * ITERATIONS)
        .containsOnly(0, 1, 2, 3);
    assertThat(on("tap", "clip-candidates", "--from", "latest").succeeded().out()).isEmpty();
  }

  @Test
  void aTapOfAnUnknownTopicNamesTheKnownOnes() {
    assertThat(on("tap", "clips").refused(1))
        .contains("'clips'", "clip-candidates", "dead-letters");
  }

  @Test
  void theWeightsAreListedNewestLast() {
    JsonNode versions = on("weights", "list", "--json").succeeded().json().get(0);

    assertThat(versions)
        .extracting(
            v -> v.get("version").asInt(),
            v -> v.get("parent").asInt(),
            v -> v.get("iteration").asInt())
        .containsExactly(tuple(0, -1, 0), tuple(1, 0, 1), tuple(2, 1, 2));
    assertThat(versions).allSatisfy(OneBrokerCommandsTest::assertShape);
    assertThat(on("weights", "list").succeeded().out().lines()).hasSize(ITERATIONS + 2);
  }

  @Test
  void everyCandidateNamesTheHashOfThePublishedWeightsThatMadeIt() {
    JsonNode versions = on("weights", "list", "--json").succeeded().json().get(0);

    assertThat(on("tap", "clip-candidates").succeeded().json())
        .extracting(line -> line.get("value"))
        .isNotEmpty()
        .allSatisfy(
            candidate ->
                assertThat(candidate.get("policy_sha256"))
                    .isEqualTo(
                        versions.get(candidate.get("policy_version").asInt()).get("sha256")));
  }

  private static void assertShape(JsonNode version) {
    assertThat(version.get("sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(version.get("bytes").asLong()).isPositive();
    assertThat(Instant.parse(version.get("created").asText())).isBefore(Instant.now());
  }

  @Test
  void aVersionIsShownAndExportedByItsNumber() throws IOException {
    JsonNode manifest = on("weights", "show", "2").succeeded().json().get(0);
    Path file = data.resolve("exported.safetensors");
    on("weights", "export", "2", "--out", file.toString()).succeeded();

    assertThat(manifest.get("version").asInt()).isEqualTo(2);
    assertThat(Files.readAllBytes(file))
        .isEqualTo(deployment.blobs().get(manifest.get("policy").get("sha256").asText()));
    assertThat(on("weights", "show", "9").refused(1)).contains("version 9 does not exist");
  }

  @Test
  void theTopicsAreListedAndAsTheyShouldBe() {
    assertThat(on("topics", "check").succeeded().out()).contains("as they should be");
    assertThat(on("topics", "create").succeeded().out()).contains("all topics exist");
    assertThat(on("topics", "list", "--json").succeeded().json().get(0))
        .extracting(topic -> topic.get("name").asText())
        .isEqualTo(deployment.topics().all().stream().map(Topic::name).toList());
  }

  @Test
  void topicsOnFewerBrokersThanTheConfigurationAsksForAreNamed() {
    String problems =
        on(
                "topics",
                "check",
                "--set",
                "kafka.replication=3",
                "--set",
                "kafka.min-insync-replicas=2")
            .refused(1);
    assertThat(problems)
        .contains(
            deployment.topics().clipScores.name()
                + " has replication factor 1, kafka.replication is 3",
            "min.insync.replicas of "
                + deployment.topics().clipScores.name()
                + " is 1, kafka.min-insync-replicas is 2",
            "__transaction_state has replication factor 1",
            "__share_group_state has replication factor 1");
  }

  @Test
  void theTopicsOfARunThatNeverWasAreMissing() {
    assertThat(on("topics", "check", "--run", "other").refused(1))
        .contains("other.prompt-actions is missing", "topics create");
  }

  @Test
  void everyRecordIsReadBackByAPlainConfluentDeserializerAndTheCountsAgree() {
    Topics topics = deployment.topics();
    Map<String, Long> counts = counts();

    assertThat(read(topics.promptActions))
        .extracting(scenario -> scenario.get("scenario_id"))
        .doesNotHaveDuplicates()
        .hasSize(counts.get("scenarios").intValue());
    assertThat(read(topics.rolloutTasks)).hasSize(counts.get("tasks").intValue());
    assertThat(read(topics.clipCandidates)).hasSize(counts.get("candidates").intValue());
    assertThat(read(topics.clipScores)).hasSize(counts.get("scores").intValue());
    assertThat(read(topics.scoredGroups))
        .filteredOn(group -> group.get("closed").toString().equals("COMPLETE"))
        .hasSize(counts.get("groups_complete").intValue());
    assertThat(read(topics.trainingBatches)).hasSize(counts.get("batches").intValue());
    assertThat(read(topics.trainingBatches).stream().flatMap(this::keptMembers))
        .hasSize(counts.get("trained_samples").intValue());
    assertThat(read(topics.policyWeights)).hasSize(ITERATIONS + 1);
    assertThat(read(topics.rewardSummaries)).isNotEmpty();
    assertThat(counts).containsEntry("dead_letters", 0L);
  }

  private Stream<GenericRecord> keptMembers(GenericRecord batch) {
    return records(batch, "groups")
        .flatMap(group -> records(group, "members"))
        .filter(member -> member.get("kept").equals(true));
  }

  private static Stream<GenericRecord> records(GenericRecord record, String field) {
    return ((List<?>) record.get(field)).stream().map(GenericRecord.class::cast);
  }

  private static Map<String, Long> counts() {
    RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), ITERATIONS);
    try (progress) {
      return new RunCounts(deployment.topics(), deployment.clients(), progress.weights()).counts();
    }
  }

  /** Bytes from the broker through a deserializer that knows nothing but the registry's address. */
  private static List<GenericRecord> read(Topic<?, ?> topic) {
    List<GenericRecord> values = new ArrayList<>();
    try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
      deserializer.configure(
          Map.of("schema.registry.url", deployment.endpoints().schemaRegistry()), false);
      TopicScan.each(
          deployment.clients(),
          topic,
          (record, typed) ->
              values.add((GenericRecord) deserializer.deserialize(topic.name(), record.value())));
    }
    return values;
  }

  private static Outcome on(String... arguments) {
    return Outcome.of(
        Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
            .toArray(String[]::new));
  }
}
