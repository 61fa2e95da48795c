package io.worldcompass.app;

import io.worldcompass.schemas.lifecycle.Role;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plan}. */
@Command(
    name = "plan",
    description = "Runs the planner: issues rollout tasks, paced by the policy version.",
    footer = {"", "Example:  ./worldcompass plan --config configs/cluster.yaml"})
final class PlanCommand extends RoleCommand {
  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Stop issuing after iteration N. Default: never.")
  private Integer iterations;

  @Override
  List<Role> roles(Roles factory) {
    return List.of(
        factory.planner(iterations == null ? OptionalInt.empty() : OptionalInt.of(iterations)));
  }
}
