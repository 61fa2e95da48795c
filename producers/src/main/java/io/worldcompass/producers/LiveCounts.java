package io.worldcompass.producers;

import java.util.concurrent.atomic.AtomicLong;

/** What a live producer has done since it started, and how far it is behind. */
public final class LiveCounts {
  final AtomicLong bytes = new AtomicLong();
  final AtomicLong scenarios = new AtomicLong();
  final AtomicLong clips = new AtomicLong();
  final AtomicLong droppedClips = new AtomicLong();
  final AtomicLong badLines = new AtomicLong();
  final AtomicLong badLogs = new AtomicLong();
  final AtomicLong duplicates = new AtomicLong();
  final AtomicLong logs = new AtomicLong();
  final AtomicLong lagBytes = new AtomicLong();
  final AtomicLong lastWriteMillis = new AtomicLong();

  /** Bytes of logs read. */
  public long bytes() {
    return bytes.get();
  }

  /** Scenarios that Kafka has acknowledged. */
  public long scenarios() {
    return scenarios.get();
  }

  /** Clips in these scenarios. */
  public long clips() {
    return clips.get();
  }

  /** Windows that something broke: they are no clips. */
  public long droppedClips() {
    return droppedClips.get();
  }

  /** Lines that could not be used. */
  public long badLines() {
    return badLines.get();
  }

  /** Logs, or requests, that could not be read. */
  public long badLogs() {
    return badLogs.get();
  }

  /** Scenarios that were there already and not written again. */
  public long duplicates() {
    return duplicates.get();
  }

  /** Logs that are being followed. */
  public long logs() {
    return logs.get();
  }

  /** Bytes that stand in the logs and have not been read. */
  public long lagBytes() {
    return lagBytes.get();
  }

  /** When scenarios were last acknowledged, in milliseconds since 1970; 0: not yet. */
  public long lastWriteMillis() {
    return lastWriteMillis.get();
  }
}
