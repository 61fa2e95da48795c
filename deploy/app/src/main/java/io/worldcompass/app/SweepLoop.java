package io.worldcompass.app;

import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.lifecycle.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps the blob store every ten minutes. */
final class SweepLoop implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(SweepLoop.class);
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final Duration TICK = Duration.ofMillis(500);

  private final BlobSweep sweep;
  private long next = System.nanoTime() + INTERVAL.toNanos();

  SweepLoop(BlobSweep sweep) {
    this.sweep = sweep;
  }

  @Override
  public void step() {
    if (System.nanoTime() < next) {
      LockSupport.parkNanos(TICK.toNanos());
      return;
    }
    next = System.nanoTime() + INTERVAL.toNanos();
    BlobStore.Swept swept = sweep.sweep(Instant.now().minus(BlobSweep.GRACE));
    LOG.info(
        "{} blobs of {} bytes collected, {} stay", swept.removed(), swept.bytes(), swept.kept());
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
