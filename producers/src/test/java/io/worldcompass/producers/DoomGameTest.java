package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoomGameTest {
  @TempDir private Path folder;
  private DoomGame games;

  @BeforeEach
  void installGames() throws IOException {
    for (String name : List.of("freedoom1", "freedoom2", "freedm")) {
      Files.createFile(folder.resolve(name + ".wad"));
    }
    games = new DoomGame(List.of(folder));
  }

  private Path game(int episode, int map, Optional<String> named) throws BadLogException {
    return games.of("a.lmp", new DoomHeader(false, episode, map, List.of(0)), named);
  }

  @Test
  void episodesAfterTheFirstAreOfTheFirstGameAndMapsAfterTheNinthOfTheSecond() throws Exception {
    assertThat(game(3, 3, Optional.empty())).isEqualTo(folder.resolve("freedoom1.wad"));
    assertThat(game(1, 26, Optional.empty())).isEqualTo(folder.resolve("freedoom2.wad"));
  }

  @Test
  void whereSeveralGamesHaveTheMapItIsNotGuessed() {
    assertThatThrownBy(() -> game(1, 4, Optional.empty()))
        .hasMessageContaining("a.lmp: episode 1, map 4 is in several games")
        .hasMessageContaining("--iwad");
  }

  @Test
  void aGameIsNamedWithOrWithoutItsExtensionOrAsAFile() throws Exception {
    Path own = Files.createFile(folder.resolve("own.data"));

    assertThat(game(1, 4, Optional.of("freedm"))).isEqualTo(folder.resolve("freedm.wad"));
    assertThat(game(1, 4, Optional.of("freedm.wad"))).isEqualTo(folder.resolve("freedm.wad"));
    assertThat(game(1, 4, Optional.of(own.toString()))).isEqualTo(own);
  }

  @Test
  void aGameThatIsNotThereIsToldWithWhatToInstall() {
    assertThatThrownBy(() -> game(1, 4, Optional.of("heretic")))
        .hasMessageContaining("the game heretic is neither a file nor in " + List.of(folder))
        .hasMessageContaining("apt-get install freedoom");
  }
}
