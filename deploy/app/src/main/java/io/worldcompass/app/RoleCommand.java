package io.worldcompass.app;

import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.Role;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A role as a process of its own: the same component that {@code local} runs. */
@Command(mixinStandardHelpOptions = true)
abstract class RoleCommand implements Callable<Integer> {
  private static final Duration CHECK = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  abstract List<Role> roles(Roles factory);

  final CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    Config config = common.config();
    try (StopSignal stop = new StopSignal();
        Deployment deployment = Deployment.open(config);
        RoleGroup roles = new RoleGroup(roles(new Roles(deployment)))) {
      LogFile.attach(config.storage().data(), spec.name());
      deployment.requireTopics();
      roles.start();
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          spec.name()
              + " of run "
              + config.run().name()
              + " is running on "
              + deployment.endpoints().bootstrapServers()
              + "; stop it with Ctrl-C");
      out.flush();
      while (!stop.await(CHECK)) {
        Optional<String> failed = roles.failed();
        if (failed.isPresent()) {
          throw new UserException(failed.get());
        }
      }
      return 0;
    }
  }
}
