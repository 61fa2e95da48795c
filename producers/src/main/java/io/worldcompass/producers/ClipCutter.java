package io.worldcompass.producers;

import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One player's ticks to clips, as they come: consecutive windows from the start of each unbroken
 * segment, a rest shorter than a window is no clip, and up to so many consecutive clips make a run.
 * A break ends a run, and the window that it falls into is dropped, as far as no later segment
 * claims its ticks.
 *
 * <p>A run is handed on once the first clip after it is there, because only then it is known what
 * was dropped in between.
 */
final class ClipCutter {
  /** Of a log that is broken for ever no more dropped clips are named one by one. */
  private static final int MOST_NAMED = 10_000;

  private final ClipRules rules;
  private final Supplier<String> contentId;
  private final Consumer<ClipRun> runs;
  private final List<Tick> window = new ArrayList<>();
  private final List<DroppedClip> dropped = new ArrayList<>();
  private List<Clip> run = new ArrayList<>();
  private List<Clip> finished = List.of();
  private String runId = "";
  private String finishedId = "";
  private int unbrokenFrom;
  private int finishedUnbrokenFrom;
  private int position;
  private int next;
  private String breakReason = "";
  private int breakWindow;
  private int droppedClips;

  /**
   * A cutter that has seen nothing.
   *
   * @param contentId identity of the recording up to the tick that is being added
   * @param from the first tick that counts; a segment starts there
   * @param runs takes the runs in order
   */
  ClipCutter(ClipRules rules, Supplier<String> contentId, int from, Consumer<ClipRun> runs) {
    this.rules = rules;
    this.contentId = contentId;
    this.next = from;
    this.runs = runs;
  }

  /** A tick that was played. */
  void tick(Tick tick) {
    int at = position++;
    if (at < next) {
      return;
    }
    endBreak(at);
    window.add(tick);
    if (window.size() == rules.ticksPerClip()) {
      addClip(at);
    }
  }

  /** A tick that no clip may hold. Neighbours with the same reason are one break. */
  void lose(String reason) {
    int at = position++;
    if (at < next || reason.equals(breakReason)) {
      unbrokenFrom = position;
      return;
    }
    endBreak(at);
    finishRun();
    unbrokenFrom = position;
    breakReason = reason;
    breakWindow = at - window.size();
    window.clear();
  }

  /** Something is missing between the last tick and the next one. */
  void gap(String reason) {
    if (position > next && breakReason.isEmpty()) {
      finishRun();
      drop(position - window.size(), position, reason);
      window.clear();
    }
    unbrokenFrom = position;
  }

  /** The clips so far are handed on, as a shorter run if need be. */
  void pause() {
    finishRun();
    handOn();
  }

  /** No tick follows. */
  void end() {
    endBreak(position);
    pause();
  }

  /** The first tick that no run handed on so far holds. */
  int next() {
    return next;
  }

  int droppedClips() {
    return droppedClips;
  }

  private void addClip(int lastTick) {
    if (run.isEmpty()) {
      handOn();
    }
    run.add(clip(lastTick - window.size() + 1));
    runId = contentId.get();
    window.clear();
    if (run.size() == rules.clipsPerScenario()) {
      finishRun();
    }
  }

  private Clip clip(int firstTick) {
    int latentTicks = rules.ticksPerClip() / rules.labelsPerClip();
    List<Action> latents = new ArrayList<>();
    for (int from = 0; from < window.size(); from += latentTicks) {
      latents.add(label(Sums.of(window.subList(from, from + latentTicks)), latentTicks));
    }
    Sums sums = Sums.of(window);
    Action whole = label(sums, window.size());
    return new Clip(firstTick, firstTick + window.size() - 1, whole, latents, sums);
  }

  private Action label(Sums sums, int ticks) {
    return ActionLabeler.label(sums, ticks, rules);
  }

  private void finishRun() {
    if (!run.isEmpty()) {
      finished = run;
      finishedId = runId;
      finishedUnbrokenFrom = unbrokenFrom;
      run = new ArrayList<>();
    }
  }

  private void handOn() {
    if (!finished.isEmpty()) {
      next = finished.get(finished.size() - 1).lastTick() + 1;
      runs.accept(new ClipRun(finishedId, finishedUnbrokenFrom, finished, dropped));
      finished = List.of();
      dropped.clear();
    }
  }

  private void endBreak(int at) {
    if (!breakReason.isEmpty()) {
      drop(breakWindow, Math.min(breakWindow + rules.ticksPerClip(), at), breakReason);
      breakReason = "";
    }
  }

  private void drop(int from, int to, String reason) {
    if (from < to) {
      droppedClips++;
      if (dropped.size() < MOST_NAMED) {
        dropped.add(new DroppedClip(from, to - 1, reason));
      }
    }
  }
}
