package io.worldcompass.producers;

import io.worldcompass.schemas.avro.SourcePosition;
import io.worldcompass.schemas.lifecycle.Loop;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Follows growing logs and writes their scenarios as play goes on. What has been read is a function
 * of the logs' bytes and of the positions kept with the scenarios, so a follower that was killed
 * goes on with exactly the scenarios that it would have written.
 *
 * <p>After a start a log is read from its first byte again, to where its bytes have been used, and
 * what was written is left out: that takes a moment for a large log, and needs nothing but the log.
 */
public final class Follower implements Loop {
  private static final String GONE = "#gone";

  /** Scenarios of one transaction, about. */
  private static final int BATCH = 64;

  private final FollowedFiles files;
  private final GameplayLogs logs;
  private final LiveStore store;
  private final String producer;
  private final Pseudonyms pseudonyms;
  private final Duration idle;
  private final Duration poll;
  private final LiveCounts counts;
  private final LiveInbox inbox;
  private final KnownPositions known;
  private final Map<Object, FollowedLog> open = new LinkedHashMap<>();
  private final Map<Object, Long> done = new HashMap<>();
  private final List<FollowedLog> leaving = new ArrayList<>();
  private final List<SourcePosition> moved = new ArrayList<>();

  /**
   * A follower.
   *
   * @param inputs files and directories
   * @param producer name under which positions are kept
   * @param idle a log that has not grown for this long hands on what it has
   * @param poll how often to look
   * @param problems takes one line for every log and every line that cannot be read
   */
  public Follower(
      List<Path> inputs,
      GameplayLogs logs,
      LiveStore store,
      String producer,
      Pseudonyms pseudonyms,
      Duration idle,
      Duration poll,
      LiveCounts counts,
      Consumer<String> problems) {
    this.files = new FollowedFiles(inputs);
    this.logs = logs;
    this.store = store;
    this.producer = producer;
    this.pseudonyms = pseudonyms;
    this.idle = idle;
    this.poll = poll;
    this.counts = counts;
    this.inbox = new LiveInbox(counts, problems);
    this.known = new KnownPositions(store.positions(producer));
  }

  /** Looks at every log once; waits a little when nothing was new. */
  @Override
  public void step() {
    try {
      long now = System.nanoTime();
      boolean found = look(files.find(), now);
      boolean grown = readAll(now);
      endLeaving(now);
      write();
      counts.logs.set(open.size());
      if (!found && !grown) {
        Thread.sleep(poll.toMillis());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Opens what is new and notices what was renamed, cut short or taken away. */
  private boolean look(List<FollowedFiles.Found> found, long now) throws IOException {
    boolean any = false;
    Map<Object, FollowedFiles.Found> present = new LinkedHashMap<>();
    found.forEach(file -> present.putIfAbsent(file.key(), file));
    for (FollowedFiles.Found file : present.values()) {
      FollowedLog log = open.get(file.key());
      if (log != null) {
        log.rename(file.path(), name(file));
        if (file.size() < log.bytesRead()) {
          shrunk(file, log);
          log = null;
        }
      }
      Long size = done.get(file.key());
      if (log == null && (size == null || size != file.size())) {
        any |= open(file, now);
      }
    }
    done.keySet().retainAll(present.keySet());
    open.entrySet()
        .removeIf(entry -> !present.containsKey(entry.getKey()) && leave(entry.getValue()));
    return any;
  }

  /** Its position is kept apart from that of a log that may have taken its name. */
  private boolean leave(FollowedLog log) {
    log.rename(log.path(), log.source() + GONE);
    return leaving.add(log);
  }

  private void shrunk(FollowedFiles.Found file, FollowedLog log) throws IOException {
    inbox.badLog(
        file.path()
            + ": byte "
            + file.size()
            + ": the file shrank while it was followed, from "
            + log.bytesRead()
            + " bytes; what it holds now is read as a new log");
    end(log);
    write();
    log.close();
    open.remove(file.key());
  }

  private boolean open(FollowedFiles.Found file, long now) throws IOException {
    try {
      return Compression.isCompressed(beginning(file.path())) ? finished(file) : growing(file, now);
    } catch (NoSuchFileException e) {
      return false; // it went away meanwhile
    } catch (BadLogException e) {
      inbox.badLog(e.getMessage());
      return false;
    }
  }

  private boolean growing(FollowedFiles.Found file, long now) throws IOException, BadLogException {
    Optional<SourcePosition> position =
        known.find(name(file), file.size(), () -> Files.newInputStream(file.path()));
    boolean isOver = position.filter(p -> p.getEnded() && p.getBytes() == file.size()).isPresent();
    if (isOver || (!file.asked() && position.isEmpty())) {
      position.filter(p -> !p.getSource().equals(name(file))).ifPresent(p -> keep(p, name(file)));
      done.put(file.key(), file.size());
      return false;
    }
    FollowedLog log =
        new FollowedLog(logs, inbox, file.path(), name(file), FinishedLog.from(position), now);
    position.ifPresent(p -> log.foundBy(p.getSource()));
    open.put(file.key(), log);
    return true;
  }

  /** The log that took the old name will overwrite the position that is kept under it. */
  private void keep(SourcePosition position, String newName) {
    moved.add(SourcePosition.newBuilder(position).setSource(newName).build());
  }

  /** A compressed log is one that has been rotated: it is read once it does not change any more. */
  private boolean finished(FollowedFiles.Found file) {
    if (System.currentTimeMillis() - file.modified() < idle.toMillis()) {
      return false;
    }
    done.put(file.key(), file.size());
    if (!file.asked()) {
      return false;
    }
    write();
    try {
      LogFile input = new LogFile(file.path());
      SourcePosition position =
          new FinishedLog(logs, inbox, input, name(file)).read(producer, known);
      write(List.of(position));
    } catch (BadLogException e) {
      inbox.badLog(e.getMessage());
    }
    return true;
  }

  private boolean readAll(long now) throws IOException {
    boolean grown = false;
    long lag = 0;
    for (Map.Entry<Object, FollowedLog> entry : List.copyOf(open.entrySet())) {
      FollowedLog log = entry.getValue();
      grown |= read(log, now);
      lag += Math.max(0, log.size() - log.bytesRead());
      if (now - log.idleSince() > idle.toNanos()) {
        rest(entry.getKey(), log);
      }
      if (inbox.waiting().size() >= BATCH) {
        write();
      }
    }
    counts.lagBytes.set(lag);
    return grown;
  }

  private boolean read(FollowedLog log, long now) throws IOException {
    int dropped = log.droppedClips();
    try {
      int bytes = log.read(now);
      counts.bytes.addAndGet(bytes);
      counts.droppedClips.addAndGet(log.droppedClips() - dropped);
      return bytes > 0;
    } catch (BadLogException e) {
      inbox.badLog(e.getMessage());
      return true;
    }
  }

  /** A log that does not grow is closed; it is opened again when it does. */
  private void rest(Object key, FollowedLog log) throws IOException {
    try {
      log.pause();
    } catch (BadLogException e) {
      inbox.badLog(e.getMessage());
    }
    write();
    done.put(key, log.bytesRead());
    open.remove(key);
    log.close();
  }

  /** A log whose name is gone may still be written to for a while. */
  private void endLeaving(long now) throws IOException {
    for (FollowedLog log : List.copyOf(leaving)) {
      read(log, now);
      if (now - log.idleSince() > idle.toNanos()) {
        end(log);
        write();
        log.close();
        leaving.remove(log);
      }
    }
  }

  private void end(FollowedLog log) {
    int dropped = log.droppedClips();
    try {
      log.end();
    } catch (BadLogException e) {
      inbox.badLog(e.getMessage());
    }
    counts.droppedClips.addAndGet(log.droppedClips() - dropped);
  }

  /** What was read of any log is written with the positions of all logs that it came from. */
  private void write() {
    List<FollowedLog> changed =
        Stream.concat(open.values().stream(), leaving.stream())
            .filter(FollowedLog::isChanged)
            .toList();
    if (!inbox.waiting().isEmpty() || !changed.isEmpty() || !moved.isEmpty()) {
      write(
          Stream.concat(moved.stream(), changed.stream().map(log -> log.position(producer)))
              .toList());
      moved.clear();
      changed.forEach(FollowedLog::markWritten);
    }
  }

  private void write(List<SourcePosition> positions) {
    store.write(List.copyOf(inbox.waiting()), positions);
    inbox.written();
    positions.forEach(known::put);
  }

  private String name(FollowedFiles.Found file) {
    return pseudonyms.file(file.source());
  }

  private static byte[] beginning(Path path) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return in.readNBytes(8);
    }
  }

  @Override
  public void close() {
    try {
      for (FollowedLog log : open.values()) {
        log.close();
      }
      for (FollowedLog log : leaving) {
        log.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      store.close();
    }
  }
}
