package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * A tiny run that goes on for as long as a test has something to do to it: its workers, and
 * instances of its stream processors that come and go.
 */
final class EndlessRun implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(50);

  private final long begin = System.nanoTime();
  private final RunProgress progress;
  private final RoleGroup workers;
  private final List<StreamsInstance> instances = new ArrayList<>();

  /** Ingests the scenarios and starts the workers; instances are to join. */
  EndlessRun(Deployment deployment) {
    new LocalScenarios(deployment.config(), deployment).ingest();
    progress = new RunProgress(deployment.topics(), deployment.clients(), Integer.MAX_VALUE);
    Roles roles = new Roles(deployment, new StubModels());
    List<Role> all = new ArrayList<>(List.of(roles.trainer(), roles.rollout("rollout")));
    roles.rewards("endless").forEach(reward -> all.add(reward.role()));
    workers = new RoleGroup(all);
    workers.start();
  }

  StreamsInstance join(Config config) {
    return join(config, OptionalInt.empty());
  }

  private StreamsInstance join(Config config, OptionalInt lastIteration) {
    StreamsInstance instance = new StreamsInstance(config, lastIteration);
    instances.add(instance);
    return instance;
  }

  void leave(StreamsInstance instance) {
    instances.remove(instance);
    instance.close();
  }

  /** Waits until two more iterations are trained. */
  void goesOn() {
    int now = progress.iteration();
    await(() -> progress.iteration() >= now + 2);
  }

  /** Waits for a condition; fails when a role stops meanwhile. */
  void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      progress.update(TICK);
      assertThat(workers.failed()).isEmpty();
      instances.forEach(instance -> assertThat(instance.failed()).isEmpty());
    }
  }

  /** All instances leave; a new one goes on for a little, to the iteration that is returned. */
  int finish(Config config) {
    List.copyOf(instances).forEach(this::leave);
    int last = progress.iteration() + 2;
    join(config, OptionalInt.of(last));
    await(() -> progress.iteration() == last);
    return last;
  }

  /** Prints what is the case now, and when. */
  void say(String what) {
    System.out.printf(
        "%5.1f s, iteration %d: %s%n",
        (System.nanoTime() - begin) / 1e9, progress.iteration(), what);
  }

  @Override
  public void close() {
    List.copyOf(instances).forEach(this::leave);
    workers.close();
    progress.close();
  }
}
