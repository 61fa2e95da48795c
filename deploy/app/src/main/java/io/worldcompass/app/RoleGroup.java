package io.worldcompass.app;

import io.worldcompass.schemas.lifecycle.Role;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Roles of one process: started in order, stopped together in bounded time. */
final class RoleGroup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoleGroup.class);
  private static final int LONGEST_CLOSE_SECONDS = 25;

  private final List<Role> roles;

  RoleGroup(List<Role> roles) {
    this.roles = List.copyOf(roles);
  }

  void start() {
    roles.forEach(Role::start);
  }

  /** The first role that stopped working, with its reason. */
  Optional<String> failed() {
    return roles.stream()
        .filter(role -> !role.healthy())
        .findFirst()
        .map(
            role ->
                role.name()
                    + " stopped: "
                    + role.failure().map(Throwable::toString).orElse("for no known reason"));
  }

  @Override
  public void close() {
    ExecutorService closers =
        Executors.newFixedThreadPool(
            Math.max(1, roles.size()), runnable -> new Thread(runnable, "role-closer"));
    for (Role role : roles) {
      closers.execute(() -> close(role));
    }
    closers.shutdown();
    try {
      if (!closers.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("some roles did not stop within {} s", LONGEST_CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Role role) {
    try {
      role.close();
    } catch (RuntimeException e) {
      LOG.warn("{} did not close cleanly", role.name(), e);
    }
  }
}
