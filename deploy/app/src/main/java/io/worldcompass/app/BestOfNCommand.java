package io.worldcompass.app;

import io.worldcompass.schemas.lifecycle.Role;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code best-of-n}. */
@Command(
    name = "best-of-n",
    description = "Runs the stream processors: best-of-n, batcher and reward summaries.",
    footer = {"", "Example:  ./worldcompass best-of-n --config configs/cluster.yaml"})
final class BestOfNCommand extends RoleCommand {
  @Override
  List<Role> roles(Roles factory) {
    return factory.bestOfN();
  }
}
