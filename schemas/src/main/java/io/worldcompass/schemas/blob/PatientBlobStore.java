package io.worldcompass.schemas.blob;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store whose writes wait while the disk is full: an operator frees space, and nothing that took
 * a GPU to make is thrown away. Reads fail at once.
 */
public final class PatientBlobStore implements BlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(PatientBlobStore.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final BlobStore store;
  private final Duration longest;

  /** Waits that long for a write to succeed. */
  public PatientBlobStore(BlobStore store, Duration longest) {
    this.store = store;
    this.longest = longest;
  }

  @Override
  public String put(byte[] bytes) {
    long begin = System.nanoTime();
    while (true) {
      try {
        return store.put(bytes);
      } catch (BlobException e) {
        if (System.nanoTime() - begin > longest.toNanos() || !pause()) {
          throw e;
        }
        LOG.warn("trying again in {} s: {}", PAUSE.toSeconds(), e.getMessage());
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public byte[] get(String sha256) {
    return store.get(sha256);
  }

  @Override
  public boolean contains(String sha256) {
    return store.contains(sha256);
  }

  @Override
  public void delete(String sha256) {
    store.delete(sha256);
  }

  @Override
  public Swept sweep(Instant before, Predicate<String> keep) {
    return store.sweep(before, keep);
  }
}
