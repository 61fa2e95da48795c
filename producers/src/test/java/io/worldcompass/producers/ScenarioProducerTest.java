package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.worldcompass.schemas.AvroSerdes;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.blob.FileBlobStore;
import io.worldcompass.schemas.kafka.BrokerUnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioProducerTest {
  private final Topic<String, PromptAction> topic =
      new Topics("test", 1, new AvroSerdes("mock://scenario-producer")).promptActions;
  private final GameplayLogs logs = new GameplayLogs(Optional.empty(), ClipRules.DEFAULT);
  @TempDir private Path folder;
  private SimulatedObservations observations;

  @BeforeEach
  void openBlobs() {
    observations = new SimulatedObservations(7, 16, 12, 4, new FileBlobStore(folder));
  }

  private static MockProducer<byte[], byte[]> producer(boolean answers) {
    return new MockProducer<>(
        answers, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private List<PromptAction> ingested(MockProducer<byte[], byte[]> producer) throws IOException {
    try (ScenarioProducer sink =
        new ScenarioProducer(producer, topic, observations, new Pseudonyms("salt", false))) {
      IngestReport report = new Ingestion(logs, sink, problem -> {}).ingest(LogResource.samples());
      sink.flush();
      assertThat(sink.acknowledged()).isEqualTo(report.scenarios());
    }
    return producer.history().stream()
        .map(sent -> topic.value().deserializer().deserialize(topic.name(), sent.value()))
        .toList();
  }

  @Test
  void everyScenarioIsWrittenUnderItsId() throws IOException {
    MockProducer<byte[], byte[]> producer = producer(true);

    List<PromptAction> written = ingested(producer);

    assertThat(producer.history().stream().map(sent -> new String(sent.key(), UTF_8)))
        .isEqualTo(written.stream().map(PromptAction::getScenarioId).toList());
    assertThat(written)
        .extracting(value -> value.getClips().size())
        .containsExactly(16, 16, 16, 16, 5);
    assertThat(written.get(0).getSource().getFormat()).isEqualTo("doom-lmp");
    ActionClip clip = written.get(0).getClips().get(1);
    assertThat(clip).isEqualTo(new ActionClip(16L, 31L, 11, List.of(11), 6.5, -4.2, -14.0625, 0.0));
  }

  @Test
  void ingestingTwiceWritesTheSameRecordsAgain() throws IOException {
    assertThat(ingested(producer(true))).isEqualTo(ingested(producer(true)));
  }

  @Test
  void theObservationIsStoredBeforeItsRecordAndShowsTheNamedView() throws IOException {
    PromptAction first = ingested(producer(true)).get(0);

    assertThat(first.getObservation().getShape()).containsExactly(12L, 16L, 3L);
    assertThat(new FileBlobStore(folder).contains(first.getObservation().getSha256())).isTrue();
    assertThat(first.getWorld().getSeed()).isEqualTo(7);
  }

  @Test
  void aRefusedRecordStopsTheIngestionWithItsReason() {
    MockProducer<byte[], byte[]> producer = producer(false);
    producer.sendException = new TopicAuthorizationException("test.prompt-actions");

    assertThatThrownBy(() -> ingested(producer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("scenarios could not be written to test.prompt-actions");
  }

  @Test
  void aBrokerThatDoesNotAnswerIsCalledUnreachable() {
    MockProducer<byte[], byte[]> producer = producer(false);
    producer.sendException = new TimeoutException("no metadata");

    assertThatThrownBy(() -> ingested(producer)).isInstanceOf(BrokerUnreachableException.class);
  }

  @Test
  void recordsThatAreNotAcknowledgedInTheEndAreAnError() throws IOException {
    MockProducer<byte[], byte[]> producer = producer(false);
    ScenarioProducer sink =
        new ScenarioProducer(producer, topic, observations, new Pseudonyms("salt", false));
    new Ingestion(logs, sink, problem -> {}).ingest(LogResource.samples());

    producer.completeNext();
    producer.errorNext(new TopicAuthorizationException("test.prompt-actions"));

    assertThat(sink.acknowledged()).isEqualTo(1);
    assertThatThrownBy(sink::close).isInstanceOf(IOException.class);
    assertThat(producer.closed()).isTrue();
  }
}
