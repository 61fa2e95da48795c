package io.worldcompass.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Puts a limit on calls into the server that promise no end of their own. */
final class Bounded {
  private Bounded() {}

  /**
   * Runs it on a thread of that name and waits, also when interrupted: a broker half started or
   * half stopped helps nobody, and the limit holds anyway.
   *
   * @throws EmbeddedException when it threw, or when the limit passed
   */
  static void run(String name, Duration limit, Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(done, action), name);
    thread.setDaemon(true);
    thread.start();
    try {
      awaitUninterruptibly(done, limit);
    } catch (ExecutionException e) {
      throw new EmbeddedException("%s failed: %s".formatted(name, e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new EmbeddedException(
          "%s did not end within %d s".formatted(name, limit.toSeconds()), e);
    }
  }

  private static void complete(CompletableFuture<Void> done, Runnable action) {
    try {
      action.run();
      done.complete(null);
    } catch (Throwable e) { // errors too: the caller must hear of them
      done.completeExceptionally(e);
    }
  }

  private static void awaitUninterruptibly(CompletableFuture<Void> done, Duration limit)
      throws ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
