package io.worldcompass.app;

import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.producers.BadLogException;
import io.worldcompass.producers.DemoRenderer;
import io.worldcompass.producers.Ingestion;
import io.worldcompass.schemas.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code produce} that make frames and poses of Doom demos. */
final class RenderOptions {
  private static final String KEPT = "rendered";

  @Option(
      names = "--render",
      description = {
        "Make frames and poses of Doom demos with dsda-doom: scenarios begin with what the player",
        "saw, and deaths and teleports are known. Needs: apt-get install dsda-doom freedoom"
      })
  private boolean render;

  @Option(
      names = "--iwad",
      paramLabel = "GAME",
      description = {
        "With --render: the game that the demos were recorded with, freedoom1, freedoom2, freedm",
        "or a file. Default: what only one of them can be."
      })
  private String iwad;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "With --render: where rendered demos are kept. Default: rendered in the data directory.")
  private Path keep;

  /** Refuses what cannot be rendered. */
  void check(CommandLine command, List<String> inputs, boolean live) {
    if (!render && (iwad != null || keep != null)) {
      throw new ParameterException(command, "--iwad and --keep go with --render");
    }
    if (render && live) {
      throw new ParameterException(
          command, "--render takes finished demos: leave out --follow and --listen");
    }
    if (render && inputs.contains(ProduceInputs.STANDARD_INPUT)) {
      throw new ParameterException(command, "--render takes files, not standard input");
    }
  }

  /** What is done to a recording before it is read: nothing without {@code --render}. */
  Ingestion.Preparation preparation(Config config, Consumer<String> notes) {
    if (!render) {
      return input -> input;
    }
    try {
      DemoRenderer renderer =
          new DemoRenderer(
              keep == null ? config.storage().data().resolve(KEPT) : keep,
              Optional.ofNullable(iwad),
              FlowModel.SPEC.frameWidth(),
              FlowModel.SPEC.frameHeight(),
              notes);
      return renderer::rendered;
    } catch (BadLogException e) {
      throw new UserException(e.getMessage(), e);
    }
  }
}
