package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.SimulatedView;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.FileBlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedObservationsTest {
  private static final int SIZE = 4;
  private static final Observation SIMULATED =
      new Observation(
          new TensorRef("0", "observation", List.of()),
          Optional.of(new SimulatedView(1L, 0.0, 0.0, 0.0, 0.0)));

  @TempDir private Path folder;
  @TempDir private Path blobs;
  private final List<String> problems = new ArrayList<>();
  private FileBlobStore store;
  private RecordedObservations observations;
  private List<Scenario> scenarios;

  @BeforeEach
  void readADemo() throws Exception {
    store = new FileBlobStore(blobs);
    observations =
        new RecordedObservations(s -> SIMULATED, SIZE, SIZE, 2, 4, 0, store, problems::add);
    Files.write(folder.resolve("demo.lmp"), Demos.steady(400, 50, 0, 0));
    scenarios = read();
  }

  private List<Scenario> read() throws BadLogException {
    return Demos.scenarios(
        new GameplayLogs(Optional.empty(), ClipRules.DEFAULT),
        new LogFile(folder.resolve("demo.lmp")));
  }

  private byte[] pixels(Observation observation, Long... shape) throws IOException {
    assertThat(observation.view()).isEmpty();
    assertThat(observation.frames().getShape()).containsExactly(shape);
    return Safetensors.read(store.get(observation.frames().getSha256()))
        .tensor("observation")
        .bytes();
  }

  /** Red on the left half, blue on the right, twice as wide as it is high. */
  private void picture(String name) throws IOException {
    BufferedImage image = new BufferedImage(160, 80, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, 80, 80);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(80, 0, 80, 80);
    graphics.dispose();
    ImageIO.write(image, "png", new File(folder.toFile(), name));
  }

  @Test
  void aPictureOfTheFirstTickIsCutToItsMiddleAndScaled() throws Exception {
    picture("demo.256.png");

    byte[] pixels = pixels(observations.of(scenarios.get(1)), 4L, 4L, 3L);

    assertThat(new int[] {pixels[0] & 0xff, pixels[1] & 0xff, pixels[2] & 0xff})
        .containsExactly(255, 0, 0);
    assertThat(new int[] {pixels[9] & 0xff, pixels[10] & 0xff, pixels[11] & 0xff})
        .containsExactly(0, 0, 255);
    assertThat(observations.of(scenarios.get(0))).isEqualTo(SIMULATED);
  }

  /** Raw frames, each of one colour: the number of its tick. */
  private void rawFrames(int count) throws IOException {
    ByteBuffer frames = ByteBuffer.allocate(count * SIZE * SIZE * 3);
    for (int tick = 0; tick < count; tick++) {
      byte[] frame = new byte[SIZE * SIZE * 3];
      Arrays.fill(frame, (byte) tick);
      frames.put(frame);
    }
    Files.write(folder.resolve("demo.rgb"), frames.array());
  }

  @Test
  void rawFramesAreOneATickAndWithTheFrameBeforeItAreAShortClip() throws Exception {
    rawFrames(400);

    byte[] clip = pixels(observations.of(scenarios.get(1)), 2L, 4L, 4L, 3L);

    assertThat(clip[0]).as("a step of the model before").isEqualTo((byte) 252);
    assertThat(clip[SIZE * SIZE * 3]).isEqualTo((byte) 256);
    assertThat(problems).isEmpty();
  }

  @Test
  void beforeTheFirstTickThereIsNothingToSee() throws Exception {
    rawFrames(400);

    assertThat(pixels(observations.of(scenarios.get(0)), 4L, 4L, 3L)[0]).isEqualTo((byte) 0);
  }

  @Test
  void whatWasSeenBeforeABreakIsNoPartOfTheClip() throws Exception {
    rawFrames(400);
    byte[] ghost = new Demos.Ghost(400).dead(100, 120).bytes();
    Files.write(folder.resolve("demo.gst"), ghost);
    List<Scenario> broken = read();

    Scenario after = broken.get(1);

    assertThat(after.source().firstTick()).isEqualTo(120);
    assertThat(pixels(observations.of(after), 4L, 4L, 3L)[0]).isEqualTo((byte) 120);
  }

  @Test
  void picturesOfEarlierTicksMakeAShortClipToo() throws Exception {
    picture("demo.252.png");
    picture("demo.256.png");

    assertThat(pixels(observations.of(scenarios.get(1)), 2L, 4L, 4L, 3L)).hasSize(96);
  }

  @Test
  void aVideoOfALogWithoutTicksPerSecondIsToldAbout() throws Exception {
    Files.write(folder.resolve("play.mp4"), new byte[10]);
    Scenario keyLog =
        new Scenario(
            "id",
            new Scenario.Source("key-log", "play.jsonl", 0, "", 0, 15),
            "",
            0,
            scenarios.get(0).clips(),
            List.of(),
            Optional.of(new LogFile(folder.resolve("play.jsonl"))));

    assertThat(observations.of(keyLog)).isEqualTo(SIMULATED);
    assertThat(problems).singleElement().asString().contains("set gameplay.ticks-per-second");
  }

  @Test
  void framesThatEndTooEarlyAreToldAboutAndTheRoomIsSeenInstead() throws Exception {
    Files.write(folder.resolve("demo.rgb"), new byte[100]);

    assertThat(observations.of(scenarios.get(1))).isEqualTo(SIMULATED);
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith(folder.resolve("demo.rgb") + ": no frame 256 of 4x4 RGB");
  }

  @Test
  void whatIsNoPictureIsToldAbout() throws Exception {
    Files.writeString(folder.resolve("demo.0.png"), "not a picture");

    assertThat(observations.of(scenarios.get(0))).isEqualTo(SIMULATED);
    assertThat(problems).singleElement().asString().contains("demo.0.png: not a picture");
  }
}
