package io.worldcompass.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as something to wait for. The process ends when this is closed, so that what
 * it protects is shut down in order; it ends after half a minute in any case.
 */
final class StopSignal implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "stop-signal");

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits; true when the process was asked to stop. */
  boolean await(Duration longest) {
    try {
      return asked.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  private void onShutdown() {
    asked.countDown();
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("worldcompass: not everything stopped in time; leaving anyway");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!isAsked()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
