package io.worldcompass.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "worldcompass",
    description = "Continuous, crash-proof RL post-training for video world models, on Kafka.",
    mixinStandardHelpOptions = true,
    version = "WorldCompass Streams 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LocalCommand.class,
      ProduceCommand.class,
      PlayCommand.class,
      PlanCommand.class,
      RolloutCommand.class,
      RewardCommand.class,
      BestOfNCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      AblateCommand.class,
      WeightsCommand.class,
      TapCommand.class,
      LedgerCommand.class,
      AuditCommand.class,
      ReplayCommand.class,
      DeadLettersCommand.class,
      BlobsCommand.class,
      TopicsCommand.class,
      ConfigCommand.class,
      PretrainCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Start here:  ./worldcompass local",
      "Help:        ./worldcompass COMMAND --help"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs a command line and returns its exit code: 0 success, 1 failure, 2 wrong usage. */
  static int execute(String... arguments) {
    ErrorLine errors = new ErrorLine();
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }
}
