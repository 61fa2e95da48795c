package io.worldcompass.schemas.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A role that is one loop on one named thread. A loop that fails is made anew after a pause; one
 * that keeps failing, or that was fenced by a newer process, ends the role.
 */
public final class LoopRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(LoopRole.class);
  private static final int MOST_FAILURES_IN_A_ROW = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(20);

  private final String name;
  private final Supplier<? extends Loop> loops;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread;

  /**
   * A role.
   *
   * @param name the role's name, also its thread's
   * @param loops makes the loop, on the role's thread; called again after a failure
   */
  public LoopRole(String name, Supplier<? extends Loop> loops) {
    this.name = name;
    this.loops = loops;
    this.thread = new Thread(this::run, name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public boolean healthy() {
    return thread.isAlive() && failure.get() == null;
  }

  @Override
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(LONGEST_CLOSE.toMillis());
      if (thread.isAlive()) {
        LOG.warn("{} does not stop within {} s; interrupting it", name, LONGEST_CLOSE.toSeconds());
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failuresInARow = 0;
    while (stop.getCount() > 0) {
      int stepsBefore = 0;
      try (Loop loop = loops.get()) {
        while (stop.getCount() > 0) {
          loop.step();
          stepsBefore++;
        }
        return;
      } catch (RuntimeException | Error e) {
        failuresInARow = stepsBefore > 0 ? 1 : failuresInARow + 1;
        if (isFinal(e) || failuresInARow == MOST_FAILURES_IN_A_ROW) {
          LOG.error("{} stops", name, e);
          failure.set(e);
          return;
        }
        LOG.warn("{} failed and starts again in {} s", name, PAUSE.toSeconds(), e);
        pause();
      }
    }
  }

  private static boolean isFinal(Throwable e) {
    return e instanceof Error
        || e instanceof ProducerFencedException
        || e instanceof FencedInstanceIdException
        || e instanceof InvalidConfigurationException;
  }

  private void pause() {
    try {
      if (stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("{} was asked to stop while it paused", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }
}
