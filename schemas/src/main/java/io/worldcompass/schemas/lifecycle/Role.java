package io.worldcompass.schemas.lifecycle;

import java.util.Optional;

/**
 * One role of the pipeline, in a process of its own or beside others: the one lifecycle that {@code
 * local} and a cluster share.
 */
public interface Role extends AutoCloseable {
  /** The role's name on the command line, for instance {@code best-of-n}. */
  String name();

  /** Starts the role's threads and returns; called once. */
  void start();

  /** Whether it is working, or starting up. */
  boolean healthy();

  /** Why it stopped working, if it did. */
  Optional<Throwable> failure();

  /** Stops in bounded time, finishing or handing back what is in hand; idempotent. */
  @Override
  void close();
}
