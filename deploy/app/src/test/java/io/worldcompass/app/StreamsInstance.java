package io.worldcompass.app;

import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.Role;
import io.worldcompass.streams.StreamsRole;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One instance of every stream processor of a run, as a process of its own would run it. */
final class StreamsInstance implements AutoCloseable {
  private final Deployment deployment;
  private final List<Role> roles;
  private final RoleGroup group;

  /** Starts it; its planner plans no further than the last iteration, if there is one. */
  StreamsInstance(Config config, OptionalInt lastIteration) {
    deployment = Deployment.open(config);
    roles = RoleProcess.streams(new Roles(deployment, new StubModels()), lastIteration);
    group = new RoleGroup(roles);
    group.start();
  }

  /** How many groups this instance has closed. */
  double groups() {
    return roles.stream()
        .map(StreamsRole.class::cast)
        .flatMap(role -> role.metrics().entrySet().stream())
        .filter(metric -> metric.getKey().name().equals("groups-complete-total"))
        .mapToDouble(metric -> (double) metric.getValue().metricValue())
        .sum();
  }

  Optional<String> failed() {
    return group.failed();
  }

  /** Leaves the groups of consumers, as a process that is asked to stop does. */
  @Override
  public void close() {
    group.close();
    deployment.close();
  }
}
