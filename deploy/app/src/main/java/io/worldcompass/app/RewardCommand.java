package io.worldcompass.app;

import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.lifecycle.Role;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code reward}. */
@Command(
    name = "reward",
    description = "Runs reward workers: interaction following, visual quality, or both.",
    footer = {"", "Example:  ./worldcompass reward --config configs/cluster.yaml"})
final class RewardCommand extends RoleCommand {
  private static final List<String> REWARDS =
      List.of(Rewards.INTERACTION_FOLLOWING, Rewards.VISUAL_QUALITY);

  private String only;

  @Option(
      names = "--name",
      paramLabel = "WORKER",
      description = "Name of the worker, unique in the run. Default: host name and process id.")
  private String name = WorkerNames.unique();

  @Option(
      names = "--only",
      paramLabel = "REWARD",
      description = "interaction_following or visual_quality. Default: both.")
  void only(String reward) {
    if (!REWARDS.contains(reward)) {
      throw new ParameterException(
          spec().commandLine(),
          "--only takes " + String.join(" or ", REWARDS) + ", got '" + reward + "'");
    }
    only = reward;
  }

  @Override
  List<Role> roles(Roles factory) {
    return factory.rewards(name).stream()
        .filter(reward -> only == null || reward.scores(only))
        .map(Roles.RewardRole::role)
        .toList();
  }
}
