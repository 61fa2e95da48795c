package io.worldcompass.app.ablate;

import io.worldcompass.app.Models;
import io.worldcompass.gpu.rewarder.GroupScorer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Both rewards of a group's candidates. */
final class Scorers implements AutoCloseable {
  private final List<GroupScorer> scorers;

  Scorers(Models models) {
    this.scorers = List.of(models.interactionFollowing(), models.visualQuality());
  }

  /** One value a candidate, by reward name. */
  Map<String, double[]> score(GroupScorer.GroupClips clips) {
    Map<String, double[]> rewards = new TreeMap<>();
    for (GroupScorer scorer : scorers) {
      rewards.put(
          scorer.reward(),
          scorer.score(clips).stream().mapToDouble(GroupScorer.Score::value).toArray());
    }
    return rewards;
  }

  @Override
  public void close() {
    scorers.forEach(GroupScorer::close);
  }
}
