package io.worldcompass.app.pretrain;

import io.worldcompass.producers.BadLogException;
import io.worldcompass.producers.Clip;
import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.LogFile;
import io.worldcompass.producers.LogInput;
import io.worldcompass.producers.LogResource;
import io.worldcompass.schemas.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What recorded players pressed: unbroken stretches of play, one action a clip. */
public final class RecordedStretches {
  private static final ClipRules UNCUT = ClipRules.DEFAULT.withClipsPerScenario(1_000_000);

  private RecordedStretches() {}

  /** The Freedoom play that ships with the program, which {@code local} trains on. */
  static List<List<Action>> sample() throws BadLogException {
    return read(LogResource.samples());
  }

  /**
   * The shipped play with left and right exchanged: a player's rhythm and turns, in sequences that
   * nobody trained on.
   */
  public static List<List<Action>> mirroredSample() throws BadLogException {
    return sample().stream()
        .map(stretch -> stretch.stream().map(Action::mirrored).toList())
        .toList();
  }

  /** Recordings in any format that {@code produce} reads. */
  public static List<List<Action>> of(List<Path> files) throws BadLogException {
    return read(files.stream().map(LogFile::new).toList());
  }

  private static List<List<Action>> read(List<? extends LogInput> inputs) throws BadLogException {
    GameplayLogs logs = new GameplayLogs(Optional.empty(), UNCUT);
    List<List<Action>> stretches = new ArrayList<>();
    for (LogInput input : inputs) {
      logs.scenarios(input).stream()
          .map(scenario -> scenario.clips().stream().map(Clip::action).toList())
          .forEach(stretches::add);
    }
    return stretches;
  }
}
