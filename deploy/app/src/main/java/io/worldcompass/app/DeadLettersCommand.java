package io.worldcompass.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.worldcompass.app.history.DeadLetter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dead-letters list|show|redrive}. */
@Command(
    name = "dead-letters",
    description = "Lists and shows what could not be used, and puts repaired records back.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass dead-letters list"})
final class DeadLettersCommand {
  private static final int REASON_SHOWN = 100;

  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Every dead letter: its number, where it came from, and why.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass dead-letters list --json"})
  int list(
      @Mixin CommonOptions common,
      @Option(names = "--json", description = "One line of JSON: an array.") boolean json) {
    try (Deployment deployment = Deployment.open(common.config())) {
      List<DeadLetter> letters = read(deployment);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.line(letters.stream().map(DeadLettersCommand::row).toList()));
      } else if (letters.isEmpty()) {
        out.println("no dead letters");
      }
      if (!json) {
        letters.forEach(
            l -> out.printf("%-6d %s  %s  %s%n", l.offset(), l.time(), l.origin(), shortReason(l)));
      }
      return 0;
    }
  }

  @Command(
      name = "show",
      description =
          "One dead letter as JSON: reason, origin, original bytes and, where they can be"
              + " decoded, the value.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass dead-letters show 3"})
  int show(@Mixin CommonOptions common, @Parameters(paramLabel = "NUMBER") long number) {
    try (Deployment deployment = Deployment.open(common.config())) {
      DeadLetter letter = find(deployment, number);
      ObjectNode json = Json.tree(row(letter));
      json.put(
          "bytes_base64",
          letter.value() == null ? null : Base64.getEncoder().encodeToString(letter.value()));
      json.set("value", value(deployment, letter));
      spec.commandLine().getOut().println(json);
      return 0;
    }
  }

  @Command(
      name = "redrive",
      description = {
        "Puts a record back on the topic that it came from, where it meets the same checks again:",
        "as it was, or with the value of --value, JSON in the form that show prints."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass dead-letters redrive 3 --value repaired.json"})
  int redrive(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NUMBER", arity = "1..*") List<Long> numbers,
      @Option(names = "--value", paramLabel = "FILE", description = "The repaired value, as JSON.")
          Path repaired,
      @Option(names = "--json") boolean json) {
    if (repaired != null && numbers.size() != 1) {
      throw new UserException("--value repairs one record, got " + numbers.size() + " numbers");
    }
    try (Deployment deployment = Deployment.open(common.config())) {
      Redrive redrive = new Redrive(deployment);
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (long number : numbers) {
        records.add(redrive.record(find(deployment, number), repaired));
      }
      redrive.send(records);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.line(Map.of("redriven", numbers)));
      } else {
        records.forEach(record -> out.println("written to " + record.topic()));
      }
      return 0;
    }
  }

  private static List<DeadLetter> read(Deployment deployment) {
    List<DeadLetter> letters = new ArrayList<>();
    TopicScan.records(
        deployment.clients(),
        deployment.topics().deadLetters,
        record -> letters.add(DeadLetter.of(record)));
    return letters;
  }

  private static DeadLetter find(Deployment deployment, long number) {
    return read(deployment).stream()
        .filter(letter -> letter.offset() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "dead letter "
                        + number
                        + " does not exist; see: ./worldcompass dead-letters list"));
  }

  private static JsonNode value(Deployment deployment, DeadLetter letter) {
    try {
      return deployment
          .topics()
          .find(letter.topic())
          .map(topic -> AvroJson.of(topic.decode(letter.value())))
          .orElse(null);
    } catch (SerializationException e) {
      return null;
    }
  }

  private static Map<String, Object> row(DeadLetter letter) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("number", letter.offset());
    row.put("time", letter.time().toString());
    row.put("reason", letter.reason());
    row.put("exception", letter.exception());
    row.put("topic", letter.topic());
    row.put("partition", letter.partition());
    row.put("offset", letter.originOffset());
    row.put("key", letter.key() == null ? null : letter.id());
    row.put("bytes", letter.value() == null ? 0 : letter.value().length);
    return row;
  }

  private static String shortReason(DeadLetter letter) {
    String line = letter.reason().lines().findFirst().orElse(letter.exception());
    return line.length() <= REASON_SHOWN ? line : line.substring(0, REASON_SHOWN) + " ...";
  }
}
