package io.worldcompass.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tap TOPIC}: any topic as JSON lines. */
@Command(
    name = "tap",
    description = "Prints a topic as JSON lines.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass tap reward-summaries --from latest --follow"})
final class TapCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "TOPIC", description = "Topic, with or without the run's name.")
  private String topicName;

  @Option(
      names = "--from",
      defaultValue = "beginning",
      description = "beginning, latest, an offset, or an ISO-8601 time. Default: ${DEFAULT-VALUE}.")
  private String from;

  @Option(names = "--count", paramLabel = "N", description = "Stop after N records.")
  private Long count;

  @Option(names = "--follow", description = "Go on with new records until interrupted.")
  private boolean follow;

  @Override
  public Integer call() {
    if (count != null && count < 1) {
      throw new UserException("--count must be at least 1, got " + count);
    }
    TapStart start = TapStart.parse(from);
    try (Deployment deployment = Deployment.open(common.config())) {
      Topic<?, ?> topic = find(deployment.topics());
      try (Consumer<byte[], byte[]> consumer = deployment.clients().reader("tap")) {
        print(topic, consumer, start);
      }
    }
    return 0;
  }

  private Topic<?, ?> find(Topics topics) {
    return topics
        .find(topicName)
        .orElseThrow(
            () ->
                new UserException(
                    "unknown topic '"
                        + topicName
                        + "'; one of: "
                        + topics.all().stream().map(Topic::role).collect(Collectors.joining(" "))));
  }

  private void print(Topic<?, ?> topic, Consumer<byte[], byte[]> consumer, TapStart start) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UserException(topic.name() + " does not exist; create it with: topics create");
    }
    consumer.assign(partitions);
    start.seek(consumer, partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    PrintWriter out = spec.commandLine().getOut();
    long left = count == null ? Long.MAX_VALUE : count;
    while (left > 0 && (follow || isBefore(consumer, ends))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (left > 0) {
          out.println(line(topic, record));
          left--;
        }
      }
      out.flush();
    }
  }

  private static boolean isBefore(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue());
  }

  private static String line(Topic<?, ?> topic, ConsumerRecord<byte[], byte[]> record) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("topic", record.topic());
    line.put("partition", record.partition());
    line.put("offset", record.offset());
    line.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
    line.put("key", record.key() == null ? null : text(record.key()));
    line.set("value", value(topic, record));
    if (record.headers().toArray().length > 0) {
      ObjectNode headers = line.putObject("headers");
      for (Header header : record.headers()) {
        headers.put(header.key(), header.value() == null ? null : text(header.value()));
      }
    }
    return line.toString();
  }

  private static JsonNode value(Topic<?, ?> topic, ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    Object value = topic.decode(record.value());
    if (value instanceof byte[] bytes) {
      ObjectNode original = JsonNodeFactory.instance.objectNode();
      return original.put("bytes_base64", Base64.getEncoder().encodeToString(bytes));
    }
    return AvroJson.of(value);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
