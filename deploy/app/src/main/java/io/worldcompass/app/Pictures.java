package io.worldcompass.app;

import io.worldcompass.app.pretrain.HeldOutPlay;
import io.worldcompass.gpu.evaluate.AnimatedPicture;
import io.worldcompass.gpu.evaluate.Comparison;
import io.worldcompass.gpu.evaluate.ContactSheet;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.pretrain.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sheets and animated pictures of models that show the same scenarios. */
final class Pictures {
  private static final int COMMANDS = 4;
  private static final int ROWS = 3;
  private static final int MOST_CLIPS = 6;
  private static final String HOW_TO_READ =
      "Every row begins with the same frame, at a place unseen in training. A green bar: the judge"
          + " sees the commanded action in that step.";

  private final Evaluations evaluations;
  private final ModelSpec spec;
  private final List<Comparison.Shown> models;
  private final long seed;

  /** Pictures of models, the first of them above the others; all get the same noise. */
  Pictures(Evaluations evaluations, ModelSpec spec, List<Comparison.Shown> models, long seed) {
    this.evaluations = evaluations;
    this.spec = spec;
    this.models = List.copyOf(models);
    this.seed = seed;
  }

  /**
   * Draws one clip of several commands.
   *
   * @param candidates shown of each model
   */
  void sheet(Path png, String title, HeldOutPlay play, int candidates) {
    ContactSheet sheet =
        new ContactSheet(title, HOW_TO_READ, spec.frameHeight(), spec.frameWidth());
    try {
      sheet.write(png, blocks(play, COMMANDS, 1, candidates));
    } catch (IOException e) {
      throw new UserException("cannot write " + png + ": " + e, e);
    }
  }

  /** Draws several clips of some scenarios, to watch. */
  void animation(Path gif, String title, HeldOutPlay play, int clips) {
    AnimatedPicture picture =
        new AnimatedPicture(title, spec.latentsPerClip(), spec.frameHeight(), spec.frameWidth());
    try {
      picture.write(gif, blocks(play, ROWS, Math.min(clips, MOST_CLIPS), 1));
    } catch (IOException e) {
      throw new UserException("cannot write " + gif + ": " + e, e);
    }
  }

  private List<ContactSheet.Block> blocks(
      HeldOutPlay play, int scenarios, int clips, int candidates) {
    List<Recording> shown =
        Stream.generate(() -> play.next(clips, spec.latentsPerClip())).limit(scenarios).toList();
    return evaluations.comparison(candidates).blocks(models, shown, seed);
  }
}
