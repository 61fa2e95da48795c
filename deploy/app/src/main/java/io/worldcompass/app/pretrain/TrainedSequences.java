package io.worldcompass.app.pretrain;

import io.worldcompass.producers.BadLogException;
import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.Scenario;
import io.worldcompass.producers.SimulatedPlay;
import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.config.Config;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sequences of actions, one a clip, that a run of {@code local} trains on. */
public final class TrainedSequences {
  /** Nothing was trained on. */
  public static final TrainedSequences NONE = new TrainedSequences(List.of());

  private final List<List<Action>> stretches;
  private final Map<Integer, Set<List<Action>>> windowsByLength = new HashMap<>();

  TrainedSequences(List<List<Action>> stretches) {
    this.stretches = stretches.stream().map(List::copyOf).toList();
  }

  /** What {@code local} with this configuration trains on: recorded and scripted play. */
  public static TrainedSequences of(Config config) throws BadLogException {
    List<List<Action>> stretches = new ArrayList<>(RecordedStretches.sample());
    new SimulatedPlay(config.run().seed(), ClipRules.DEFAULT)
        .scenarios(config.local().simulatedScenarios()).stream()
            .map(Scenario::latentActions)
            .forEach(stretches::add);
    return new TrainedSequences(stretches);
  }

  /** Whether the sequence occurs, from any clip on, in what is trained on. */
  boolean contains(List<Action> sequence) {
    return windowsByLength.computeIfAbsent(sequence.size(), this::windows).contains(sequence);
  }

  private Set<List<Action>> windows(int length) {
    Set<List<Action>> windows = new HashSet<>();
    for (List<Action> stretch : stretches) {
      for (int from = 0; from + length <= stretch.size(); from++) {
        windows.add(stretch.subList(from, from + length));
      }
    }
    return windows;
  }
}
