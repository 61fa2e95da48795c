package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.kafka.Transactions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run's own topics say of it, by the commands, on a run that has ended. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HistoryCommandsTest {
  private static final int ITERATIONS = 3;
  private static final int POISON = 1000;

  @TempDir private static Path data;
  private static Deployment deployment;

  @BeforeAll
  static void train() {
    TinyRun.upTo(data, ITERATIONS);
    deployment = Deployment.startLocal(TinyRun.config(data));
  }

  @AfterAll
  static void close() {
    if (deployment != null) {
      deployment.close();
    }
  }

  @Test
  @Order(1)
  void theLedgerOfAFinishedRunClosesAndItsCountsAddUp() {
    JsonNode ledger = json("ledger", "--json");

    assertThat(ledger.get("closed").asBoolean()).isTrue();
    assertThat(ledger.get("pending")).isEmpty();
    assertThat(ledger.get("violations")).isEmpty();
    assertThat(ledger.get("tasks")).isEqualTo(ledger.get("groups"));
    assertThat(ledger.get("groups").get("trained").asInt()).isEqualTo(9);
    assertThat(ledger.get("batches").get("trained").asInt()).isEqualTo(ITERATIONS);
    assertThat(ledger.get("candidates").get("trained").asInt()).isEqualTo(18);
    assertThat(ledger.get("candidates").get("filtered").asInt()).isEqualTo(18);
    assertThat(sum(ledger.get("scenarios"))).isEqualTo(TinyRun.SCENARIOS);
    assertThat(ledger.get("reasons").get("candidates").get("filtered").fieldNames())
        .toIterable()
        .containsExactly("not kept by Best-of-N");
    assertThat(on("ledger").succeeded().out()).contains("the ledger closes");
  }

  @Test
  @Order(2)
  void theLedgerAsOfAnIterationCountsWhatHadBeenTrainedByThen() {
    JsonNode ledger = json("ledger", "--json", "--as-of", "1");

    assertThat(ledger.get("batches").get("trained").asInt()).isEqualTo(1);
    assertThat(on("ledger", "--as-of", "99").refused(1)).contains("iteration 99 is not trained");
    assertThat(on("ledger", "--as-of", "noon").refused(1)).contains("'noon'");
  }

  @Test
  @Order(3)
  void anAuditSaysWhereEachNumberCameFromAndFindsAnAlteredBlob() throws IOException {
    JsonNode audit = json("audit", "--iteration", "2");

    assertThat(audit.get("trained_by_version").asInt()).isEqualTo(2);
    assertThat(audit.get("weights").get("interaction_following").asDouble()).isEqualTo(2.0);
    assertThat(audit.get("groups")).hasSize(TinyRun.PREFIXES);
    JsonNode group = audit.get("groups").get(0);
    assertThat(group.get("closed").asText()).isEqualTo("COMPLETE");
    assertThat(group.get("members")).hasSize(TinyRun.GROUP_SIZE);
    JsonNode member = group.get("members").get(0);
    assertThat(member.fieldNames())
        .toIterable()
        .contains("candidate", "seed", "interaction_following", "visual_quality", "advantage");
    assertThat(member.fieldNames()).toIterable().contains("r", "kept", "frames_sha256");
    assertThat(audit.get("blobs").get("problems")).isEmpty();

    String sha256 = member.get("frames_sha256").asText();
    Path blob = data.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256);
    byte[] bytes = Files.readAllBytes(blob);
    Files.write(blob, "altered".getBytes(StandardCharsets.UTF_8));
    Outcome altered = on("audit", "--group", group.get("prefix_id").asText());
    Files.write(blob, bytes);
    assertThat(altered.exit()).isEqualTo(1);
    assertThat(altered.err()).contains(sha256, "corrupt");
    assertThat(on("audit", "--iteration", "77").refused(1)).contains("iteration 77");
  }

  @Test
  @Order(4)
  void aReplayGivesTheBatchesByteForByteAndSaysWhatOtherSettingsWouldChoose() throws IOException {
    JsonNode same = replay();
    assertThat(same).hasSize(ITERATIONS);
    assertThat(same).allMatch(iteration -> iteration.get("identical").asBoolean());
    assertThat(same).allMatch(iteration -> iteration.get("kept_changed").asInt() == 0);

    JsonNode other = replay("--set", "algorithm.keep=4");
    assertThat(other).noneMatch(iteration -> iteration.get("identical").asBoolean());
    // All four of each of three groups are kept where two were.
    assertThat(other).allMatch(iteration -> iteration.get("kept_changed").asInt() == 6);
    JsonNode weighted = replay("--set", "algorithm.visual-quality-weight=3");
    assertThat(weighted).noneMatch(iteration -> iteration.get("identical").asBoolean());
    assertThat(on("replay", "--from-iteration", "2", "--to-iteration", "9").refused(1))
        .contains("only 2 of the iterations 2 to 9");
  }

  private static JsonNode replay(String... settings) throws IOException {
    Path file = data.resolve("replay.json");
    String[] command = {"replay", "--from-iteration", "1", "--to-iteration", "3"};
    String[] output = {"--json", file.toString()};
    on(Stream.of(command, settings, output).flatMap(Stream::of).toArray(String[]::new)).succeeded();
    return new ObjectMapper().readTree(file.toFile()).get("iterations");
  }

  @Test
  @Order(POISON)
  void aPoisonedScenarioIsADeadLetterThatCanBeRepairedAndRedriven() throws Exception {
    assertThat(on("dead-letters", "list").succeeded().out()).contains("no dead letters");
    byte[] good = firstScenario();
    write(deployment.topics().promptActions, "poison", new byte[] {1, 2, 3});
    write(deployment.topics().promptActions, "other-key", good);
    awaitDeadLetters(2);

    JsonNode letters = json("dead-letters", "list", "--json");
    assertThat(letters).extracting(l -> l.get("key").asText()).contains("poison", "other-key");
    int number = number(letters, "other-key");
    JsonNode shown = json("dead-letters", "show", "" + number);
    assertThat(shown.get("reason").asText()).startsWith("invalid: the key 'other-key'");
    assertThat(shown.get("topic").asText()).isEqualTo("worldcompass.prompt-actions");
    assertThat(shown.get("offset").asLong()).isNotNegative();
    JsonNode undecodable = json("dead-letters", "show", "" + number(letters, "poison"));
    assertThat(undecodable.get("bytes_base64").asText()).isEqualTo("AQID");
    assertThat(undecodable.get("value").isNull()).isTrue();
    assertThat(json("ledger", "--json").get("scenarios").get("dead_letter").asInt()).isEqualTo(2);

    ObjectNode repaired = (ObjectNode) shown.get("value");
    repaired.put("scenario_id", "other-key");
    Path file = data.resolve("repaired.json");
    Files.writeString(file, repaired.toString());
    on("dead-letters", "redrive", "" + number, "--value", file.toString()).succeeded();
    planUntilIdle();
    assertThat(json("dead-letters", "list", "--json")).hasSize(2);
    assertThat(json("ledger", "--json").get("scenarios").get("dead_letter").asInt()).isEqualTo(1);

    repaired.put("prompt", 7);
    Files.writeString(file, repaired.toString());
    assertThat(on("dead-letters", "redrive", "" + number, "--value", file.toString()).refused(1))
        .contains("PromptAction.prompt: expected text, got 7");
    assertThat(on("dead-letters", "show", "999").refused(1)).contains("999 does not exist");
  }

  private static int number(JsonNode letters, String key) {
    for (JsonNode letter : letters) {
      if (letter.get("key").asText().equals(key)) {
        return letter.get("number").asInt();
      }
    }
    throw new AssertionError("no dead letter of " + key + " in " + letters);
  }

  private static byte[] firstScenario() {
    byte[][] first = new byte[1][];
    TopicScan.records(
        deployment.clients(), deployment.topics().promptActions, r -> first[0] = r.value());
    return first[0];
  }

  private static void write(Topic<?, ?> topic, String key, byte[] value) {
    try (Producer<byte[], byte[]> producer =
        deployment.clients().transactionalProducer("poisoner")) {
      byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
      Transactions.write(producer, List.of(new ProducerRecord<>(topic.name(), keyBytes, value)));
    }
  }

  private static void awaitDeadLetters(int count) throws InterruptedException {
    try (RoleGroup planner = planner()) {
      planner.start();
      while (json("dead-letters", "list", "--json").size() < count) {
        assertThat(planner.failed()).isEmpty();
        Thread.sleep(Duration.ofMillis(100).toMillis());
      }
    }
  }

  /** Until the planner has committed the end of prompt-actions. */
  private static void planUntilIdle() {
    try (RoleGroup planner = planner()) {
      planner.start();
      ConsumedOffsets offsets = new ConsumedOffsets(deployment.clients());
      offsets.awaitEnd("planner", deployment.topics().promptActions);
      assertThat(planner.failed()).isEmpty();
    }
  }

  private static RoleGroup planner() {
    return new RoleGroup(
        List.of(
            new Roles(deployment, new StubModels()).planner(java.util.OptionalInt.of(ITERATIONS))));
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  private static JsonNode json(String... arguments) {
    return on(arguments).succeeded().json().get(0);
  }

  private static Outcome on(String... arguments) {
    return Outcome.of(
        Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
            .toArray(String[]::new));
  }
}
