package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.worldcompass.schemas.blob.FileBlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for the game, and once with the game itself where it is installed. */
class DemoRendererTest {
  private static final FrameSize SIZE = new FrameSize(48, 48);
  private static final int TICKS = 40;
  private static final Path SAMPLE = Path.of("src/test/resources/samples/freedoom1-demo3.lmp");

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();
  private Path iwad;

  @BeforeEach
  void installAGame() throws IOException {
    iwad = Files.createFile(folder.resolve("game.wad"));
  }

  /** Shows frames of the given greys, the same ghost, and counts its starts. */
  private DsdaDoom standIn(byte[] ghost, int frames, int exitCode) throws IOException {
    Files.write(folder.resolve("poses"), ghost);
    Path script = folder.resolve("stand-in");
    Files.writeString(
        script,
        """
        #!/bin/sh
        cat demo.lmp >> %1$s/played
        cp %1$s/poses ghost.gst
        i=0
        while [ $i -lt %2$d ]; do
          head -c 921600 /dev/zero | tr '\\000' "$(printf '\\\\%%o' $((i * 4)))" >&3
          i=$((i + 1))
        done
        echo the last words
        exit %3$d
        """
            .formatted(folder, frames, exitCode));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return new DsdaDoom(script);
  }

  private DemoRenderer renderer(DsdaDoom game, Optional<String> iwad) {
    return new DemoRenderer(game, folder.resolve("kept"), iwad, SIZE, notes::add);
  }

  private LogInput rendered(DsdaDoom game, byte[] demo) throws Exception {
    Path file = Files.write(folder.resolve("demo.lmp"), demo);
    return renderer(game, Optional.of(iwad.toString())).rendered(new LogFile(file));
  }

  private static byte[] frame(Path file, int index) throws IOException {
    byte[] all = Files.readAllBytes(file);
    return Arrays.copyOfRange(all, index * SIZE.bytes(), (index + 1) * SIZE.bytes());
  }

  @Test
  void aFrameIsWhatIsSeenBeforeItsTick() throws Exception {
    LogInput log =
        rendered(standIn(new Demos.Ghost(TICKS).bytes(), TICKS, 0), Demos.steady(TICKS, 50, 0, 0));

    Path frames = Path.of(log.shownAs()).resolveSibling("demo.rgb");
    assertThat(Files.size(frames)).isEqualTo((TICKS + 1L) * SIZE.bytes());
    int[] greys = {4, 4, 4, 8, 12};
    for (int tick = 0; tick < greys.length; tick++) {
      assertThat(frame(frames, tick)).containsOnly((byte) greys[tick]);
    }
    assertThat(frame(frames, TICKS)).containsOnly((byte) (4 * (TICKS - 1)));
  }

  @Test
  void scenariosOfARenderedDemoBeginWithItsFramesAndLoseItsDeaths() throws Exception {
    byte[] ghost = new Demos.Ghost(TICKS).dead(20, 25).bytes();
    Path demo = Files.write(folder.resolve("demo.lmp"), Demos.steady(TICKS, 50, 0, 0));
    FileBlobStore blobs = new FileBlobStore(folder.resolve("blobs"));
    RecordedObservations observations =
        new RecordedObservations(
            scenario -> {
              throw new AssertionError("a simulated view");
            },
            SIZE.width(),
            SIZE.height(),
            1,
            4,
            0,
            blobs,
            notes::add);
    List<Scenario> scenarios = new ArrayList<>();
    DemoRenderer renderer = renderer(standIn(ghost, TICKS, 0), Optional.of(iwad.toString()));

    new Ingestion(
            new GameplayLogs(Optional.empty(), ClipRules.DEFAULT.withTicksPerClip(8)),
            scenarios::add,
            notes::add,
            renderer::rendered)
        .ingest(List.of(new LogFile(demo)));

    assertThat(scenarios).hasSize(2);
    assertThat(scenarios.get(0).dropped()).extracting(DroppedClip::reason).contains("death");
    Observation second = observations.of(scenarios.get(1));
    assertThat(second.view()).isEmpty();
    byte[] file = blobs.get(second.frames().getSha256());
    int seenBefore = scenarios.get(1).source().firstTick() - 1;
    assertThat(Safetensors.read(file).tensor("observation").bytes())
        .isEqualTo(filled(4 * seenBefore));
  }

  private static byte[] filled(int grey) {
    byte[] frame = new byte[SIZE.bytes()];
    Arrays.fill(frame, (byte) grey);
    return frame;
  }

  @Test
  void everyPlayersViewIsRenderedOnItsOwn() throws Exception {
    byte[] demo = Demos.random(109, 2, TICKS, new java.util.Random(5));
    // A ghost of two players: only its length matters here.
    byte[] ghost = new byte[8 + 72 * (TICKS - 1)];
    LogInput log = rendered(standIn(ghost, TICKS, 0), demo);

    assertThat(log.sibling("player0.rgb")).isPresent();
    assertThat(log.sibling("player1.rgb")).isPresent();
    byte[] played = Files.readAllBytes(folder.resolve("played"));
    assertThat(played).hasSize(2 * demo.length);
    assertThat(new int[] {played[8], played[demo.length + 8]}).containsExactly(0, 1);
    assertThat(log.content()).isEqualTo(demo);
  }

  @Test
  void whatWasRenderedBeforeIsNotRenderedAgain() throws Exception {
    byte[] demo = Demos.steady(TICKS, 50, 0, 0);
    DsdaDoom game = standIn(new Demos.Ghost(TICKS).bytes(), TICKS, 0);

    LogInput first = rendered(game, demo);
    LogInput second = rendered(game, demo);

    assertThat(second).isEqualTo(first);
    assertThat(Files.size(folder.resolve("played"))).isEqualTo(demo.length);
  }

  @Test
  void aGameThatShowsFewerFramesThanTheDemoHasTicksIsRefused() throws Exception {
    DsdaDoom game = standIn(new Demos.Ghost(TICKS).bytes(), 7, 0);

    assertThatThrownBy(() -> rendered(game, Demos.steady(TICKS, 50, 0, 0)))
        .isInstanceOf(BadLogException.class)
        .hasMessageContaining("demo.lmp: cannot be rendered: dsda-doom showed 7 of 40 ticks")
        .hasMessageContaining("--iwad");
    assertThat(folder.resolve("kept")).isDirectoryNotContaining("glob:**/*.lmp");
  }

  @Test
  void aGameThatFailsIsToldWithItsLastWords() throws Exception {
    DsdaDoom game = standIn(new byte[0], 0, 3);

    assertThatThrownBy(() -> rendered(game, Demos.steady(TICKS, 50, 0, 0)))
        .hasMessageContaining("dsda-doom ended with 3: the last words");
  }

  @Test
  void aDemoThatWasCutOffIsNotRendered() throws Exception {
    byte[] demo = Demos.steady(TICKS, 50, 0, 0);
    DsdaDoom game = standIn(new byte[0], 0, 0);

    assertThatThrownBy(() -> rendered(game, Arrays.copyOf(demo, demo.length - 3)))
        .hasMessageContaining("truncated");
    assertThat(folder.resolve("played")).doesNotExist();
  }

  @Test
  void whatIsNoDoomDemoIsLeftAsItIs() throws Exception {
    LogFile log = new LogFile(Files.writeString(folder.resolve("log.jsonl"), "{}\n"));

    assertThat(renderer(standIn(new byte[0], 0, 0), Optional.empty()).rendered(log)).isSameAs(log);
  }

  @Test
  void theGameRunsWithoutDisplayAndSoundAndOwnSettings() {
    DsdaDoom game = new DsdaDoom(Path.of("/usr/games/dsda-doom"));

    assertThat(game.command(Path.of("/wads/freedm.wad"), 70))
        .containsSequence("timeout", "95", "/usr/games/dsda-doom", "-iwad", "/wads/freedm.wad")
        .containsSequence("-timedemo", "demo.lmp", "-viddump", "unused", "-export_ghost", "ghost");
    assertThat(DsdaDoom.environment(Path.of("/work")))
        .containsEntry("SDL_VIDEODRIVER", "dummy")
        .containsEntry("SDL_AUDIODRIVER", "dummy")
        .containsEntry("HOME", "/work");
  }

  @Test
  void freedoomItselfRendersTheSampleWithThePosesThatShipWithIt() throws Exception {
    Path wad = Path.of("/usr/share/games/doom/freedoom1.wad");
    DsdaDoom game = installed();
    assumeTrue(
        game != null && Files.exists(wad),
        "dsda-doom and Freedoom are not installed: apt-get install dsda-doom freedoom");
    int ticks = 140;
    byte[] demo = Arrays.copyOf(Files.readAllBytes(SAMPLE), 13 + 4 * ticks + 1);
    demo[demo.length - 1] = (byte) 0x80;
    Path file = Files.write(folder.resolve("demo.lmp"), demo);

    LogInput log = renderer(game, Optional.empty()).rendered(new LogFile(file));

    byte[] shipped = Files.readAllBytes(SAMPLE.resolveSibling("freedoom1-demo3.gst"));
    assertThat(log.sibling("gst").orElseThrow().content())
        .isEqualTo(Arrays.copyOf(shipped, 8 + 36 * (ticks - 1)));
    Path frames = Path.of(log.shownAs()).resolveSibling("demo.rgb");
    assertThat(Files.size(frames)).isEqualTo((ticks + 1L) * SIZE.bytes());
    assertThat(mean(frame(frames, 0))).isBetween(5.0, 120.0);
    assertThat(frame(frames, ticks)).isNotEqualTo(frame(frames, 0));
  }

  private static DsdaDoom installed() {
    try {
      return DsdaDoom.installed();
    } catch (BadLogException e) {
      return null;
    }
  }

  private static double mean(byte[] frame) {
    double sum = 0;
    for (byte value : frame) {
      sum += value & 0xff;
    }
    return sum / frame.length;
  }
}
