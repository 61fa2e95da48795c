package io.worldcompass.schemas.kafka;

/** No broker answered in time. */
public final class BrokerUnreachableException extends RuntimeException {
  public BrokerUnreachableException(Throwable cause) {
    super(
        "no broker answers; check kafka.bootstrap-servers, or start one with: ./worldcompass local",
        cause);
  }
}
