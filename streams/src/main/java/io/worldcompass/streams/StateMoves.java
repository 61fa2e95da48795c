package io.worldcompass.streams;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log when state comes to this instance: restored from a changelog, or taken over from
 * the standby copy that was kept here.
 */
final class StateMoves implements StateRestoreListener, StandbyUpdateListener {
  private static final Logger log = LoggerFactory.getLogger(StateMoves.class);

  private final String role;

  /** The listener of a role's instance. */
  StateMoves(String role) {
    this.role = role;
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long records) {
    if (records > 0) {
      log.info(
          "{}: restored {} records of {}, partition {}",
          role,
          records,
          store,
          changelog.partition());
    }
  }

  @Override
  public void onUpdateSuspended(
      TopicPartition changelog, String store, long offset, long end, SuspendReason reason) {
    if (reason == SuspendReason.PROMOTED) {
      log.info(
          "{}: the standby copy of {}, partition {}, takes over at offset {} of {}",
          role,
          store,
          changelog.partition(),
          offset,
          end);
    }
  }

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {}

  @Override
  public void onBatchRestored(TopicPartition changelog, String store, long to, long records) {}

  @Override
  public void onUpdateStart(TopicPartition changelog, String store, long from) {}

  @Override
  public void onBatchLoaded(
      TopicPartition changelog, String store, TaskId task, long to, long records, long end) {}
}
