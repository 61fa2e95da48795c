package io.worldcompass.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.worldcompass.schemas.config.ConfigKeys;
import io.worldcompass.schemas.config.ConfigLoader;
import io.worldcompass.schemas.config.ConfigValue;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code config show|check|reference}. */
@Command(
    name = "config",
    description = "Shows or checks the configuration.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./worldcompass config show --set algorithm.group-size=12"})
final class ConfigCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "show",
      description = "Prints every key with its value and where it came from.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass config show --set algorithm.group-size=12"})
  int show(
      @Mixin CommonOptions common,
      @Option(names = "--json", description = "Print JSON.") boolean json)
      throws IOException {
    ConfigLoader loader = common.loader();
    loader.load();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      out.println(mapper.writeValueAsString(loader.values()));
    } else {
      loader.values().forEach((key, value) -> out.println(line(key, value)));
    }
    return 0;
  }

  @Command(
      name = "check",
      description = "Says whether the configuration is valid; names every problem if not.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass config check --config configs/cluster.yaml"})
  int check(@Mixin CommonOptions common) {
    common.config();
    spec.commandLine().getOut().println("configuration is valid");
    return 0;
  }

  @Command(
      name = "reference",
      description = "Prints every key with its default and meaning, as Markdown.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./worldcompass config reference"})
  int reference() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("# Configuration reference\n");
    out.println("Made by `./worldcompass config reference`. Precedence: built-in, YAML files,");
    out.println("environment (`WORLDCOMPASS_ALGORITHM__GROUP_SIZE`), flags (`--set`).\n");
    out.println("| key | default | meaning |\n|---|---|---|");
    ConfigKeys.all()
        .forEach(
            (key, leaf) ->
                out.printf(
                    "| `%s` | `%s` | %s |%n",
                    key, cell(ConfigKeys.setting(key).value()), ConfigKeys.setting(key).doc()));
    return 0;
  }

  /** A bar would end the table's cell. */
  private static String cell(String value) {
    return value.replace("|", "\\|");
  }

  private static String line(String key, ConfigValue value) {
    return "%-45s %-24s %s".formatted(key, value.text(), value.origin());
  }
}
