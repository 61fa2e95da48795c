package io.worldcompass.schemas;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats what needs the schema registry while that is away. */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  /** Less than the five minutes in which a consumer must poll again. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private Patience() {}

  /**
   * Does something, again and again while the registry does not answer.
   *
   * @throws RegistryAwayException when it has not answered for three minutes
   */
  static <T> T with(Supplier<T> task) {
    long begin = System.nanoTime();
    while (true) {
      try {
        return task.get();
      } catch (RuntimeException e) {
        if (!isRegistryAway(e)) {
          throw e;
        }
        if (System.nanoTime() - begin > LONGEST.toNanos() || !pause()) {
          throw new RegistryAwayException(e);
        }
        LOG.warn("the schema registry does not answer; trying again: {}", e.getMessage());
      }
    }
  }

  /** Not an IOException as such: bytes that are no Avro give one, too. */
  static boolean isRegistryAway(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof UnknownHostException
          || (cause instanceof RestClientException answer && answer.getStatus() >= 500)) {
        return true;
      }
    }
    return false;
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
}
