package io.worldcompass.streams;

import io.worldcompass.schemas.RegistryAwayException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/**
 * Undecodable records become dead letters. A record that could not be decoded because the schema
 * registry is away is none: the thread ends, nothing is committed, and its successor reads it
 * again.
 */
public final class UndecodableRecords extends LogAndContinueExceptionHandler {
  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryAwayException) {
        return DeserializationExceptionHandler.Response.fail();
      }
    }
    return super.handleError(context, record, exception);
  }
}
