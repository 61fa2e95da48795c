package io.worldcompass.producers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Recordings of frames and inputs in a directory: logs in any format that {@code produce} reads,
 * each with a file of raw RGB frames beside it, NAME.rgb, or NAME.player0.rgb and so on where
 * several play. Frame t is what is seen before tick t.
 */
public final class FilmedRecordings {
  private final GameplayLogs logs;
  private final FrameSize size;
  private final Consumer<String> problems;

  /**
   * Recordings with frames of one size.
   *
   * @param keys how key logs name their keys
   * @param problems takes one line for whatever cannot be used
   */
  public FilmedRecordings(KeyMap keys, int width, int height, Consumer<String> problems) {
    this.logs = new GameplayLogs(Optional.empty(), ClipRules.EVERY_TICK, keys);
    this.size = new FrameSize(width, height);
    this.problems = problems;
  }

  /**
   * All play in a directory: by recording and player, the unbroken stretches in order.
   *
   * @throws BadLogException when there is none, saying what is expected
   * @throws IOException when the directory cannot be read
   */
  public List<List<FilmedPlay>> in(Path directory) throws BadLogException, IOException {
    List<List<FilmedPlay>> all = new ArrayList<>();
    for (LogInput input : LogDirectory.recordings(directory, note -> {})) {
      try {
        all.addAll(players(input));
      } catch (BadLogException e) {
        problems.accept(e.getMessage());
      }
    }
    if (all.isEmpty()) {
      throw new BadLogException(
          directory.toString(),
          "holds no log with frames; expected NAME.jsonl or .lmp and beside it NAME.rgb, a frame of "
              + size.words()
              + " RGB for every tick, as produce --render --keep DIR makes them of Doom demos");
    }
    return all;
  }

  private List<List<FilmedPlay>> players(LogInput log) throws BadLogException {
    CollectedScenarios collected = new CollectedScenarios(problems);
    logs.read(log, collected);
    Map<Integer, List<FilmedPlay>> byPlayer = new TreeMap<>();
    Map<Integer, FrameFile> frames = new TreeMap<>();
    for (Scenario stretch : collected.byPlayer()) {
      int player = stretch.source().player();
      if (!frames.containsKey(player)) {
        frames.put(player, frames(log, player));
      }
      List<FilmedPlay> plays = byPlayer.computeIfAbsent(player, p -> new ArrayList<>());
      play(log, stretch, frames.get(player)).ifPresent(plays::add);
    }
    return List.copyOf(byPlayer.values());
  }

  private FrameFile frames(LogInput log, int player) throws BadLogException {
    Optional<LogInput> file =
        log.sibling(RenderedDemo.framesOf(player)).or(() -> log.sibling("rgb"));
    if (file.isPresent() && file.get() instanceof LogFile frames) {
      return FrameFile.open(frames.path(), size);
    }
    throw new BadLogException(
        log.shownAs(), "has no frames beside it: " + LogInput.withExtension(log.name(), "rgb"));
  }

  /** The stretch as far as there are frames, and poses where there are any at all. */
  private static Optional<FilmedPlay> play(LogInput log, Scenario stretch, FrameFile frames)
      throws BadLogException {
    int from = stretch.source().firstTick();
    int to = Math.min(stretch.source().lastTick() + 1, frames.count() - 1);
    Optional<DoomMoves> moves = DoomMoves.beside(log, stretch.source());
    if (moves.isPresent()) {
      from = Math.max(from, DoomMoves.FIRST);
      to = Math.min(to, moves.get().end());
    }
    if (from >= to) {
      return Optional.empty();
    }
    List<Tick> keys = new ArrayList<>();
    for (Clip clip :
        stretch
            .clips()
            .subList(from - stretch.source().firstTick(), to - stretch.source().firstTick())) {
      Sums sums = clip.sums();
      keys.add(new Tick(sums.forward(), sums.side(), sums.yawDegrees(), sums.pitchDegrees()));
    }
    Optional<List<Tick>> camera = Optional.empty();
    if (moves.isPresent()) {
      camera = Optional.of(moves.get().during(from, to));
    }
    return Optional.of(new FilmedPlay(from, keys, camera, frames));
  }
}
