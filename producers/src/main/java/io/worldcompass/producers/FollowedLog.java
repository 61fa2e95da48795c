package io.worldcompass.producers;

import io.worldcompass.schemas.avro.SourcePosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** One growing log, read from its first byte on. It stays open, also when its name goes away. */
final class FollowedLog implements AutoCloseable {
  /** Bytes of one look: others get their turn, and memory stays small. */
  private static final int LOOK = 1 << 18;

  private final GameplayLogs logs;
  private final ReadListener listener;
  private final Map<Integer, Integer> from;
  private final FileChannel channel;
  private final ContentHash hash = new ContentHash();
  private String source;
  private Path path;
  private long read;
  private byte[] beginning = {};
  private Optional<Recording> recording = Optional.empty();
  private Map<Integer, Integer> written;
  private boolean bad;
  private boolean ended;
  private boolean renamed;
  private long lastGrowth;

  /**
   * Opens a log.
   *
   * @param source its name among the followed logs
   * @param from by player: the first tick that is wanted
   * @param now the clock that idleness is measured with
   */
  FollowedLog(
      GameplayLogs logs,
      ReadListener listener,
      Path path,
      String source,
      Map<Integer, Integer> from,
      long now)
      throws IOException {
    this.logs = logs;
    this.listener = listener;
    this.path = path;
    this.source = source;
    this.from = from;
    this.written = from;
    this.lastGrowth = now;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
  }

  String source() {
    return source;
  }

  Path path() {
    return path;
  }

  long bytesRead() {
    return read;
  }

  long size() throws IOException {
    return channel.size();
  }

  /** It was found under another name. */
  void rename(Path newPath, String newSource) {
    if (!newSource.equals(source)) {
      path = newPath;
      source = newSource;
      renamed = true;
    }
  }

  /** Its position was kept under this name. */
  void foundBy(String oldSource) {
    renamed = !oldSource.equals(source);
  }

  long idleSince() {
    return lastGrowth;
  }

  /**
   * Reads some of what is new.
   *
   * @return bytes read; 0 when nothing is new
   * @throws BadLogException when it turns out to be no log; it is not read on then
   */
  int read(long now) throws IOException, BadLogException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(LOOK, Math.max(0, size() - read)));
    int count = buffer.hasRemaining() ? channel.read(buffer, read) : 0;
    if (count <= 0) {
      return 0;
    }
    byte[] bytes = Arrays.copyOf(buffer.array(), count);
    read += count;
    lastGrowth = now;
    hash.add(bytes, 0, count);
    if (!bad) {
      feed(bytes);
    }
    return count;
  }

  /** Nothing has come for a while. */
  void pause() throws BadLogException {
    if (recording.isEmpty() && beginning.length > 0 && !bad) {
      begin();
    }
    recording.ifPresent(Recording::pause);
  }

  /** Nothing will come. */
  void end() throws BadLogException {
    if (!ended) {
      ended = true;
      if (recording.isEmpty() && beginning.length > 0 && !bad) {
        begin();
      }
      if (recording.isPresent()) {
        recording.get().end();
      }
    }
  }

  /** Whether something is to be written down that is not yet. */
  boolean isChanged() {
    return ended || renamed || !next().equals(written);
  }

  /** How far it has been read, with what was handed on. */
  SourcePosition position(String producer) {
    return new SourcePosition(
        producer, source, read, hash.soFar(), ended, FinishedLog.ticks(next()));
  }

  /** What stands in its position has been written down. */
  void markWritten() {
    written = next();
    renamed = false;
  }

  int droppedClips() {
    return recording.map(Recording::droppedClips).orElse(0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private Map<Integer, Integer> next() {
    return recording.map(Recording::next).orElse(from);
  }

  private void feed(byte[] bytes) throws BadLogException {
    if (recording.isEmpty()) {
      int known = beginning.length;
      beginning = Arrays.copyOf(beginning, known + bytes.length);
      System.arraycopy(bytes, 0, beginning, known, bytes.length);
      // A first line that is not whole yet cannot be recognised.
      if (beginning.length >= GameplayLogs.BEGINNING
          || (beginning.length >= DoomHeader.BYTES && logs.recognises(beginning))
          || holdsLine()) {
        begin();
      }
    } else {
      guarded(() -> recording.get().feed(bytes));
    }
  }

  private boolean holdsLine() {
    for (byte b : beginning) {
      if (b == '\n') {
        return true;
      }
    }
    return false;
  }

  private void begin() throws BadLogException {
    guarded(
        () -> {
          recording = Optional.of(logs.recording(new LogFile(path), beginning, from, listener));
          recording.get().feed(beginning);
          beginning = new byte[0];
        });
  }

  private void guarded(Reading reading) throws BadLogException {
    try {
      reading.run();
    } catch (BadLogException e) {
      bad = true;
      throw e;
    }
  }

  private interface Reading {
    void run() throws BadLogException;
  }
}
