package io.worldcompass.app;

import io.worldcompass.schemas.lifecycle.Role;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code train}. */
@Command(
    name = "train",
    description = "Runs the trainer; a newer one takes over from an older one.",
    footer = {"", "Example:  ./worldcompass train --config configs/cluster.yaml"})
final class TrainCommand extends RoleCommand {
  @Override
  List<Role> roles(Roles factory) {
    return List.of(factory.trainer(), factory.sweeper());
  }
}
