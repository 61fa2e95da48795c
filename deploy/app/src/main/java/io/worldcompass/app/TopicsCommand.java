package io.worldcompass.app;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.kafka.TopicSetup;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code topics list|create|check}. */
@Command(
    name = "topics",
    description = "Lists, creates or checks the topics of a run.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./worldcompass topics create --config configs/cluster.yaml",
    })
final class TopicsCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Prints the topics that a run uses.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass topics list --json"})
  int list(@Mixin CommonOptions common, @Option(names = "--json") boolean json) {
    try (Deployment deployment = Deployment.open(common.config())) {
      PrintWriter out = spec.commandLine().getOut();
      List<Map<String, Object>> topics =
          deployment.topics().all().stream().map(TopicsCommand::row).toList();
      if (json) {
        out.println(Json.line(topics));
      } else {
        topics.forEach(
            t -> out.printf("%-45s %s partition(s)%n", t.get("name"), t.get("partitions")));
      }
      return 0;
    }
  }

  @Command(
      name = "create",
      description = "Creates the topics that are missing.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass topics create --config configs/cluster.yaml"})
  int create(@Mixin CommonOptions common, @Option(names = "--json") boolean json) {
    try (Deployment deployment = Deployment.open(common.config())) {
      List<String> created = deployment.createTopics();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.line(Map.of("created", created)));
      } else {
        out.println(
            created.isEmpty() ? "all topics exist" : "created " + String.join(", ", created));
      }
      return 0;
    }
  }

  @Command(
      name = "check",
      description = "Compares the topics on the broker with what the run needs.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass topics check --run mine"})
  int check(@Mixin CommonOptions common, @Option(names = "--json") boolean json) {
    try (Deployment deployment = Deployment.open(common.config());
        Admin admin = deployment.clients().admin()) {
      List<String> problems =
          new TopicSetup(admin, deployment.clients())
              .check(deployment.topics(), deployment.config().kafka());
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.line(Map.of("problems", problems)));
      } else if (problems.isEmpty()) {
        out.println("all topics are as they should be");
      }
      if (!problems.isEmpty()) {
        throw new UserException(String.join("; ", problems));
      }
      return 0;
    }
  }

  private static Map<String, Object> row(Topic<?, ?> topic) {
    return Map.of("role", topic.role(), "name", topic.name(), "partitions", topic.partitions());
  }
}
