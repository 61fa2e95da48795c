package io.worldcompass.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.worldcompass.app.history.DeadLetter;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.kafka.Transactions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts dead letters back on the topics that they came from. */
final class Redrive {
  /** Header of a redriven record: the number of the dead letter that it was. */
  static final String REDRIVEN = "worldcompass.redriven-from";

  private static final Map<String, Schema> SCHEMAS =
      Map.of(
          "prompt-actions", PromptAction.getClassSchema(),
          "rollout-tasks", RolloutTask.getClassSchema(),
          "clip-candidates", ClipCandidate.getClassSchema(),
          "clip-scores", ClipScore.getClassSchema(),
          "scored-groups", ScoredGroup.getClassSchema(),
          "training-batches", TrainingBatch.getClassSchema());

  private final Deployment deployment;

  Redrive(Deployment deployment) {
    this.deployment = deployment;
  }

  /**
   * The record to write.
   *
   * @param repaired a file with the repaired value as JSON, or null for the original bytes
   * @throws UserException when the letter came from no topic that records may be put back on, or
   *     the file holds no such value
   */
  ProducerRecord<byte[], byte[]> record(DeadLetter letter, Path repaired) {
    Topic<?, ?> topic = origin(letter);
    byte[] value = repaired == null ? letter.value() : encode(topic, repaired);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic.name(), letter.key(), value);
    byte[] number = Long.toString(letter.offset()).getBytes(StandardCharsets.UTF_8);
    record.headers().add(REDRIVEN, number);
    return record;
  }

  /** Writes all of the records or none. */
  void send(List<ProducerRecord<byte[], byte[]>> records) {
    try (Producer<byte[], byte[]> producer =
        deployment.clients().transactionalProducer("redrive")) {
      Transactions.write(producer, records);
    }
  }

  private Topic<?, ?> origin(DeadLetter letter) {
    return deployment
        .topics()
        .find(letter.topic())
        .filter(topic -> SCHEMAS.containsKey(topic.role()))
        .orElseThrow(
            () ->
                new UserException(
                    "dead letter "
                        + letter.offset()
                        + " came from '"
                        + letter.topic()
                        + "'; records can be put back on "
                        + String.join(", ", SCHEMAS.keySet().stream().sorted().toList())));
  }

  private static byte[] encode(Topic<?, ?> topic, Path file) {
    try {
      SpecificRecord value =
          JsonAvro.record(SCHEMAS.get(topic.role()), new ObjectMapper().readTree(file.toFile()));
      return serialize(topic, value);
    } catch (IOException e) {
      throw new UserException("cannot read " + file + " as JSON: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("unchecked")
  private static byte[] serialize(Topic<?, ?> topic, SpecificRecord value) {
    return ((Topic<String, SpecificRecord>) topic)
        .value()
        .serializer()
        .serialize(topic.name(), value);
  }
}
