package io.worldcompass.producers;

import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.List;

/**
 * Ticks to clips: consecutive windows from the start of each unbroken segment, a rest shorter than
 * a window is no clip, and up to so many consecutive clips make a run. A break ends a run, and the
 * window that it falls into is dropped.
 */
final class ClipCutter {
  private final PlayerLog log;
  private final ClipRules rules;

  private ClipCutter(PlayerLog log, ClipRules rules) {
    this.log = log;
    this.rules = rules;
  }

  /** The runs of one player's log, in order; none where no window fits between its breaks. */
  static List<ClipRun> cut(PlayerLog log, ClipRules rules) {
    return new ClipCutter(log, rules).cut();
  }

  private List<ClipRun> cut() {
    List<List<Clip>> runs = new ArrayList<>();
    List<DroppedClip> dropped = new ArrayList<>();
    int start = 0;
    for (Break stop : log.breaks()) {
      List<Clip> clips = clipsBetween(start, stop.tick());
      addInRuns(clips, runs);
      drop(start + clips.size() * rules.ticksPerClip(), stop, dropped);
      start = stop.resumesAt();
    }
    addInRuns(clipsBetween(start, log.ticks().size()), runs);
    return withDropped(runs, dropped);
  }

  private List<Clip> clipsBetween(int start, int end) {
    List<Clip> clips = new ArrayList<>();
    for (int from = start; from + rules.ticksPerClip() <= end; from += rules.ticksPerClip()) {
      clips.add(clip(from));
    }
    return clips;
  }

  private Clip clip(int from) {
    int latentTicks = rules.ticksPerClip() / rules.labelsPerClip();
    List<Action> latents = new ArrayList<>();
    for (int latent = 0; latent < rules.labelsPerClip(); latent++) {
      latents.add(label(sums(from + latent * latentTicks, latentTicks), latentTicks));
    }
    Sums sums = sums(from, rules.ticksPerClip());
    Action whole = label(sums, rules.ticksPerClip());
    return new Clip(from, from + rules.ticksPerClip() - 1, whole, latents, sums);
  }

  private Sums sums(int from, int count) {
    return Sums.of(log.ticks().subList(from, from + count));
  }

  private Action label(Sums sums, int ticks) {
    return ActionLabeler.label(sums, ticks, rules);
  }

  private void addInRuns(List<Clip> clips, List<List<Clip>> runs) {
    for (int from = 0; from < clips.size(); from += rules.clipsPerScenario()) {
      runs.add(clips.subList(from, Math.min(from + rules.clipsPerScenario(), clips.size())));
    }
  }

  /** The window at {@code from}, in which play broke off, as far as no later segment claims it. */
  private void drop(int from, Break stop, List<DroppedClip> dropped) {
    int windowEnd = Math.min(from + rules.ticksPerClip(), log.ticks().size());
    int end = Math.min(windowEnd, stop.resumesAt());
    if (from < end) {
      dropped.add(new DroppedClip(from, end - 1, stop.reason()));
    }
  }

  private static List<ClipRun> withDropped(List<List<Clip>> runs, List<DroppedClip> dropped) {
    List<ClipRun> result = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      int from = i == 0 ? 0 : runs.get(i).get(0).firstTick();
      int to = i + 1 < runs.size() ? runs.get(i + 1).get(0).firstTick() : Integer.MAX_VALUE;
      List<DroppedClip> own =
          dropped.stream().filter(d -> d.firstTick() >= from && d.firstTick() < to).toList();
      result.add(new ClipRun(runs.get(i), own));
    }
    return result;
  }
}
