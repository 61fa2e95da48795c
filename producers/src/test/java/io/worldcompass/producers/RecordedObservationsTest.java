package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.SimulatedView;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.FileBlobStore;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    observations = new RecordedObservations(s -> SIMULATED, SIZE, SIZE, 0, store, problems::add);
    Path demo = Files.write(folder.resolve("demo.lmp"), Demos.steady(400, 50, 0, 0));
    scenarios =
        Demos.scenarios(new GameplayLogs(Optional.empty(), ClipRules.DEFAULT), new LogFile(demo));
  }

  private byte[] pixels(Observation observation) throws IOException {
    assertThat(observation.view()).isEmpty();
    assertThat(observation.frame().getShape()).containsExactly(4L, 4L, 3L);
    byte[] file = store.get(observation.frame().getSha256());
    byte[] pixels = new byte[SIZE * SIZE * 3];
    // A safetensors file ends with its only tensor.
    System.arraycopy(file, file.length - pixels.length, pixels, 0, pixels.length);
    return pixels;
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

    byte[] pixels = pixels(observations.of(scenarios.get(1)));

    assertThat(new int[] {pixels[0] & 0xff, pixels[1] & 0xff, pixels[2] & 0xff})
        .containsExactly(255, 0, 0);
    assertThat(new int[] {pixels[9] & 0xff, pixels[10] & 0xff, pixels[11] & 0xff})
        .containsExactly(0, 0, 255);
    assertThat(observations.of(scenarios.get(0))).isEqualTo(SIMULATED);
  }

  @Test
  void rawFramesAreOneATick() throws Exception {
    byte[] frames = new byte[400 * SIZE * SIZE * 3];
    frames[256 * SIZE * SIZE * 3] = 77;
    Files.write(folder.resolve("demo.rgb"), frames);

    assertThat(pixels(observations.of(scenarios.get(1)))[0]).isEqualTo((byte) 77);
    assertThat(problems).isEmpty();
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
