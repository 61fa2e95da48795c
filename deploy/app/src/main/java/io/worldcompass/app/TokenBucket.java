package io.worldcompass.app;

import java.util.function.LongSupplier;

/** Lets so many through in a second, and a second's worth at once. */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double capacity;
  private final LongSupplier nanoTime;
  private double left;
  private long last;

  /**
   * A full bucket.
   *
   * @param nanoTime a clock in nanoseconds
   */
  TokenBucket(double perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.capacity = Math.max(1, perSecond);
    this.nanoTime = nanoTime;
    this.left = capacity;
    this.last = nanoTime.getAsLong();
  }

  /** Takes one; false when there is none. */
  synchronized boolean take() {
    long now = nanoTime.getAsLong();
    left = Math.min(capacity, left + (now - last) / NANOS * perSecond);
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
