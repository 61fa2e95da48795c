package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.worldcompass.schemas.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmedRecordingsTest {
  private static final int SIDE = 2;
  private static final int FRAME = 3 * SIDE * SIDE;
  private static final int TICKS = 60;
  private static final Action FORWARD = Action.ofSigns(1, 0, 0, 0);

  @TempDir private Path folder;
  private final List<String> problems = new ArrayList<>();

  private List<List<FilmedPlay>> read() throws Exception {
    return new FilmedRecordings(KeyMap.WASD, SIDE, SIDE, problems::add).in(folder);
  }

  /** Frames that hold their own number, apart from a first red value that tells the player. */
  private void frames(String name, int count, int player) throws IOException {
    byte[] frames = new byte[count * FRAME];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = (byte) (i % FRAME == 0 ? player : i / FRAME);
    }
    Files.write(folder.resolve(name), frames);
  }

  @Test
  void aKeyLogWithFramesIsOneStretchWhoseKeysAreItsActions() throws Exception {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < TICKS; i++) {
      log.append("{\"frame\": %d, \"key\": [\"%s\"]}%n".formatted(i, i < 30 ? "w" : "x"));
    }
    Files.writeString(folder.resolve("play.jsonl"), log, UTF_8);
    frames("play.rgb", TICKS + 1, 0);

    FilmedPlay play = read().get(0).get(0);

    assertThat(play.ticks()).isEqualTo(TICKS);
    assertThat(play.commanded(0, 8)).isEqualTo(FORWARD);
    assertThat(play.commanded(40, 8).label()).isZero();
    assertThat(play.executed(0, 8)).isEqualTo(FORWARD);
    assertThat(play.frame(7)).startsWith(0, 7, 7, 7).hasSize(FRAME);
    assertThat(play.part(10, 20).frame(3)[1]).isEqualTo((byte) 13);
    assertThat(problems).isEmpty();
  }

  @Test
  void framesAreColourByColour() throws Exception {
    Files.writeString(folder.resolve("play.jsonl"), "{\"frame\": 0, \"key\": []}\n");
    Files.write(
        folder.resolve("play.rgb"),
        new byte[] {1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    assertThat(read().get(0).get(0).frame(0)).containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
  }

  @Test
  void posesTellWhatTheCameraDidWhateverWasPressed() throws Exception {
    Files.write(folder.resolve("demo.lmp"), Demos.steady(TICKS, 50, 0, 0));
    // Against a wall up to tick 31, then 16 units east a tick, which is where it looks.
    Demos.Ghost ghost = new Demos.Ghost(TICKS);
    for (int tick = 32; tick < TICKS; tick++) {
      ghost.movedTo(tick, 16 * (tick - 31));
    }
    Files.write(folder.resolve("demo.gst"), ghost.bytes());
    frames("demo.rgb", TICKS + 1, 0);

    FilmedPlay play = read().get(0).get(0);

    assertThat(play.firstTick()).isEqualTo(1);
    assertThat(play.ticks()).isEqualTo(TICKS - 2);
    assertThat(play.commanded(4, 8)).isEqualTo(FORWARD);
    assertThat(play.executed(4, 8).label()).isZero();
    assertThat(play.executed(34, 8)).isEqualTo(FORWARD);
  }

  @Test
  void aDeathEndsAStretch() throws Exception {
    Files.write(folder.resolve("demo.lmp"), Demos.steady(TICKS, 50, 0, 0));
    Files.write(folder.resolve("demo.gst"), new Demos.Ghost(TICKS).dead(20, 25).bytes());
    frames("demo.rgb", TICKS + 1, 0);

    List<FilmedPlay> stretches = read().get(0);

    assertThat(stretches).extracting(FilmedPlay::firstTick).containsExactly(1, 25);
    assertThat(stretches).extracting(FilmedPlay::ticks).containsExactly(18, TICKS - 1 - 25);
    assertThat(stretches.get(1).frame(0)[1]).isEqualTo((byte) 25);
  }

  @Test
  void everyPlayerHasHisOwnFrames() throws Exception {
    Files.write(folder.resolve("demo.lmp"), Demos.random(109, 2, TICKS, new java.util.Random(3)));
    frames("demo.player0.rgb", TICKS + 1, 100);
    frames("demo.player1.rgb", TICKS + 1, 101);

    assertThat(read())
        .extracting(stretches -> stretches.get(0).frame(5)[0])
        .containsExactly((byte) 100, (byte) 101);
  }

  @Test
  void aLogWithoutFramesIsToldAboutAndADirectoryOfSuchIsRefused() throws Exception {
    Files.write(folder.resolve("demo.lmp"), Demos.steady(TICKS, 50, 0, 0));

    assertThatThrownBy(this::read)
        .isInstanceOf(BadLogException.class)
        .hasMessageContaining(folder + ": holds no log with frames")
        .hasMessageContaining("2x2");
    assertThat(problems)
        .containsExactly(folder.resolve("demo.lmp") + ": has no frames beside it: demo.rgb");
  }

  @Test
  void framesOfAnotherSizeAreToldAbout() throws Exception {
    Files.write(folder.resolve("demo.lmp"), Demos.steady(TICKS, 50, 0, 0));
    Files.write(folder.resolve("demo.rgb"), new byte[FRAME * TICKS + 1]);

    assertThatThrownBy(this::read).isInstanceOf(BadLogException.class);
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("demo.rgb: 721 bytes, expected whole frames of 12 (2x2 RGB)");
  }
}
