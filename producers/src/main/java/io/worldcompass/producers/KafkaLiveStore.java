package io.worldcompass.producers;

import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.SourcePosition;
import io.worldcompass.schemas.kafka.KafkaClients;
import io.worldcompass.schemas.kafka.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Scenarios and positions in Kafka, in one transaction, so that a killed producer goes on exactly
 * where its last transaction ended. A second producer of the same name fences the first.
 */
public final class KafkaLiveStore implements LiveStore {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Topics topics;
  private final KafkaClients clients;
  private final PromptActions records;
  private final Producer<byte[], byte[]> producer;

  /**
   * Connects; what another producer of this name was writing is aborted.
   *
   * @param name of the producer, unique to the logs that it follows
   */
  public KafkaLiveStore(
      Topics topics,
      KafkaClients clients,
      String name,
      ObservationSource observations,
      Pseudonyms pseudonyms) {
    this.topics = topics;
    this.clients = clients;
    this.records = new PromptActions(observations, pseudonyms);
    this.producer = clients.transactionalProducer("produce-" + name);
  }

  @Override
  public List<SourcePosition> positions(String name) {
    Map<String, SourcePosition> newest = new HashMap<>();
    try (Consumer<byte[], byte[]> reader = clients.reader("produce-positions-" + name)) {
      List<TopicPartition> partition =
          List.of(new TopicPartition(topics.sourcePositions.name(), 0));
      reader.assign(partition);
      reader.seekToBeginning(partition);
      long end = reader.endOffsets(partition).values().iterator().next();
      while (reader.position(partition.get(0)) < end) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          SourcePosition position = topics.sourcePositions.decode(record.value());
          if (position.getProducer().equals(name)) {
            newest.put(position.getSource(), position);
          }
        }
      }
    }
    return List.copyOf(newest.values());
  }

  @Override
  public void write(List<Scenario> scenarios, List<SourcePosition> positions) {
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      all.add(topics.promptActions.record(scenario.id(), records.of(scenario)));
    }
    for (SourcePosition position : positions) {
      all.add(
          topics.sourcePositions.record(
              position.getProducer() + "/" + position.getSource(), position));
    }
    Transactions.write(producer, all);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
