package io.worldcompass.producers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Cuts what is read from one recording and hands scenarios on. */
final class ScenarioPlay implements Play {
  private final LogInput input;
  private final GameplayLogReader reader;
  private final ClipRules rules;
  private final Map<Integer, Integer> from;
  private final ReadListener listener;
  private final ContentHash hash = new ContentHash();
  private final Map<Integer, ClipCutter> cutters = new TreeMap<>();
  private final Map<Integer, String> playerIds = new TreeMap<>();
  private String title = "";

  /**
   * Play of which nothing has been read.
   *
   * @param from tick by player from which scenarios are wanted; what was handed on before ends
   *     there
   * @param listener hears of scenarios and problems
   */
  ScenarioPlay(
      LogInput input,
      GameplayLogReader reader,
      ClipRules rules,
      Map<Integer, Integer> from,
      ReadListener listener) {
    this.input = input;
    this.reader = reader;
    this.rules = rules;
    this.from = Map.copyOf(from);
    this.listener = listener;
  }

  @Override
  public void title(String text) {
    title = text;
  }

  @Override
  public void playerId(int player, String id) {
    playerIds.put(player, id);
  }

  @Override
  public void read(byte[] bytes, int offset, int length) {
    hash.add(bytes, offset, length);
  }

  @Override
  public void tick(int player, Tick tick) {
    cutter(player).tick(tick);
  }

  @Override
  public void lose(int player, String reason) {
    cutter(player).lose(reason);
  }

  @Override
  public void gap(int player, String reason) {
    cutter(player).gap(reason);
  }

  @Override
  public void badLine(int number, String problem) {
    String reason = "line " + number + ": " + problem;
    listener.badLine(input.shownAs() + ": " + reason);
    if (cutters.size() > 1) {
      cutters.values().forEach(cutter -> cutter.gap(reason));
    } else {
      lose(cutters.isEmpty() ? 0 : cutters.keySet().iterator().next(), reason);
    }
  }

  @Override
  public void badFrame(int player, long number, String problem) {
    String reason = "frame " + number + ": " + problem;
    listener.badLine(input.shownAs() + ": " + reason);
    lose(player, reason);
  }

  @Override
  public void outOfOrder(int player, int number, String problem) {
    String reason = "line " + number + ": " + problem;
    listener.badLine(input.shownAs() + ": " + reason);
    gap(player, reason);
  }

  @Override
  public void notice(String text) {
    listener.notice(input.shownAs() + ": " + text);
  }

  /** What has been read so far is handed on, though the last run could still become longer. */
  void pause() {
    cutters.values().forEach(ClipCutter::pause);
  }

  /** Nothing follows. */
  void end() {
    cutters.values().forEach(ClipCutter::end);
  }

  /** By player: the first tick that no scenario handed on so far holds. */
  Map<Integer, Integer> next() {
    Map<Integer, Integer> next = new TreeMap<>(from);
    cutters.forEach((player, cutter) -> next.put(player, cutter.next()));
    return next;
  }

  /** Windows of all players that were dropped so far. */
  int droppedClips() {
    return cutters.values().stream().mapToInt(ClipCutter::droppedClips).sum();
  }

  private ClipCutter cutter(int player) {
    return cutters.computeIfAbsent(player, this::newCutter);
  }

  private ClipCutter newCutter(int player) {
    return new ClipCutter(
        rules,
        hash::soFar,
        from.getOrDefault(player, 0),
        run -> listener.scenario(scenario(player, run)));
  }

  private Scenario scenario(int player, ClipRun run) {
    List<Clip> clips = run.clips();
    Scenario.Source source =
        new Scenario.Source(
            reader.format(),
            input.name(),
            player,
            playerIds.getOrDefault(player, ""),
            clips.get(0).firstTick(),
            clips.get(clips.size() - 1).lastTick());
    return new Scenario(
        ScenarioId.of(run.contentId(), source, rules),
        source,
        Prompt.of(title, clips),
        run.unbrokenFrom(),
        clips,
        run.dropped(),
        Optional.of(input));
  }
}
