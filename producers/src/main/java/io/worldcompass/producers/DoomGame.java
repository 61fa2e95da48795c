package io.worldcompass.producers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The game file (IWAD) that a Doom demo was recorded with. A demo names episode and map, not the
 * game; played with another one it shows something that nobody played.
 */
final class DoomGame {
  private static final int MAPS_OF_AN_EPISODE = 9;
  private final List<Path> folders;

  /** Looks for games where Debian and others install them. */
  DoomGame() {
    this(
        List.of(
            Path.of("/usr/share/games/doom"),
            Path.of("/usr/local/share/games/doom"),
            Path.of("/usr/share/doom")));
  }

  DoomGame(List<Path> folders) {
    this.folders = folders;
  }

  /**
   * The game of a demo.
   *
   * @param named a file, or the name of an installed game such as "freedm"; without it the game
   *     follows from episode and map, as far as only one of Freedoom's has them
   */
  Path of(String demo, DoomHeader header, Optional<String> named) throws BadLogException {
    String name = named.isPresent() ? named.get() : guess(demo, header);
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      return file.toAbsolutePath();
    }
    String wad = name.endsWith(".wad") ? name : name + ".wad";
    return folders.stream()
        .map(folder -> folder.resolve(wad))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new BadLogException(
                    demo,
                    "the game "
                        + name
                        + " is neither a file nor in "
                        + folders
                        + "; Freedoom: apt-get install freedoom"));
  }

  private static String guess(String demo, DoomHeader header) throws BadLogException {
    if (header.episode() > 1) {
      return "freedoom1";
    }
    if (header.map() > MAPS_OF_AN_EPISODE && header.players().size() == 1) {
      return "freedoom2";
    }
    throw new BadLogException(
        demo,
        "episode "
            + header.episode()
            + ", map "
            + header.map()
            + " is in several games; name the one that it was recorded with, such as --iwad"
            + " freedoom1, freedoom2, freedm or a file");
  }
}
