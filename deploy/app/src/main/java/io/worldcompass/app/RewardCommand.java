package io.worldcompass.app;

import io.worldcompass.schemas.lifecycle.Role;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reward}. */
@Command(
    name = "reward",
    description = "Runs reward workers: interaction following, visual quality, or both.",
    footer = {"", "Example:  ./worldcompass reward --config configs/cluster.yaml"})
final class RewardCommand extends RoleCommand {
  @Option(
      names = "--only",
      paramLabel = "REWARD",
      description = "interaction_following or visual_quality. Default: both.")
  private String only;

  @Option(
      names = "--name",
      paramLabel = "WORKER",
      description = "Name of the worker, unique in the run. Default: host name and process id.")
  private String name = WorkerNames.unique();

  @Override
  List<Role> roles(Roles factory) {
    return factory.rewards(name).stream()
        .filter(reward -> only == null || reward.scores(only))
        .map(Roles.RewardRole::role)
        .toList();
  }
}
