package io.worldcompass.app;

import io.worldcompass.producers.LogDirectory;
import io.worldcompass.producers.LogFile;
import io.worldcompass.producers.LogInput;
import io.worldcompass.producers.StreamInput;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the inputs of {@code produce} stand for: files, directories, standard input, S3 objects. */
final class ProduceInputs {
  static final String STANDARD_INPUT = "-";
  private static final String S3 = "s3://";

  private final Config.Gameplay config;
  private final Consumer<String> notes;

  ProduceInputs(Config.Gameplay config, Consumer<String> notes) {
    this.config = config;
    this.notes = notes;
  }

  /** The recordings, in the order given; those of a directory by path. */
  List<LogInput> recordings(List<String> inputs) throws IOException {
    List<LogInput> recordings = new ArrayList<>();
    for (String input : inputs) {
      if (input.equals(STANDARD_INPUT)) {
        recordings.add(new StreamInput("stdin", System.in));
      } else if (input.startsWith(S3)) {
        recordings.addAll(new S3Recordings(config).at(input));
      } else if (Files.isDirectory(Path.of(input))) {
        recordings.addAll(LogDirectory.recordings(Path.of(input), notes));
      } else {
        recordings.add(new LogFile(Path.of(input)));
      }
    }
    return recordings;
  }

  /**
   * The files and directories to follow.
   *
   * @throws UserException when one of them cannot grow
   */
  static List<Path> followed(List<String> inputs) {
    for (String input : inputs) {
      if (input.equals(STANDARD_INPUT) || input.startsWith(S3)) {
        throw new UserException(
            "'" + input + "' cannot be followed: --follow takes files and directories");
      }
    }
    return inputs.stream().map(Path::of).toList();
  }
}
