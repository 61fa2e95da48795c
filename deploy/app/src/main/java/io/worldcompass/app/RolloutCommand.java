package io.worldcompass.app;

import io.worldcompass.schemas.lifecycle.Role;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rollout}. */
@Command(
    name = "rollout",
    description = "Runs a rollout worker: generates candidate clips.",
    footer = {"", "Example:  ./worldcompass rollout --config configs/cluster.yaml"})
final class RolloutCommand extends RoleCommand {
  @Option(
      names = "--name",
      paramLabel = "WORKER",
      description = "Name of the worker, unique in the run. Default: host name and process id.")
  private String name = WorkerNames.unique();

  @Override
  List<Role> roles(Roles factory) {
    return List.of(factory.rollout("rollout-" + name));
  }
}
