package io.worldcompass.gpu.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimatedPictureTest {
  private static final int SIZE = 48;
  private static final AnimatedPicture PICTURE =
      new AnimatedPicture("Before and after", 2, SIZE, SIZE);
  @TempDir private Path directory;

  @Test
  void theStartAndEveryStepArePicturesOfOneSizeThatPlayForEver() throws IOException {
    Path gif = directory.resolve("results/watch.gif");
    PICTURE.write(gif, List.of(block()));
    try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isEqualTo(3);
      assertThat(delay(reader, 0)).isEqualTo(120);
      assertThat(delay(reader, 1)).isEqualTo(30);
      assertThat(delay(reader, 2)).isEqualTo(150);
      assertThat(reader.read(2).getWidth()).isEqualTo(reader.read(0).getWidth());
      String tree =
          new String(Files.readAllBytes(gif), java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(tree).contains("NETSCAPE2.0");
      reader.dispose();
    }
  }

  private static int delay(ImageReader reader, int index) throws IOException {
    IIOMetadataNode root =
        (IIOMetadataNode) reader.getImageMetadata(index).getAsTree("javax_imageio_gif_image_1.0");
    IIOMetadataNode control =
        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    return Integer.parseInt(control.getAttribute("delayTime"));
  }

  @Test
  void aStepShowsItsOwnFrameFourTimesEnlarged() {
    BufferedImage start = PICTURE.draw(List.of(block()), -1);
    BufferedImage second = PICTURE.draw(List.of(block()), 1);
    assertThat(pixels(start, 0)).isEqualTo(16L * SIZE * SIZE);
    assertThat(pixels(second, 200 << 16)).isEqualTo(16L * SIZE * SIZE);
    assertThat(pixels(second, 100 << 16)).isZero();
  }

  @Test
  void nothingToShowIsRefusedAndLeavesNothing() throws IOException {
    assertThatThrownBy(() -> PICTURE.write(directory.resolve("a.gif"), List.of()))
        .hasMessageContaining("at least one");
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  private static ContactSheet.Block block() {
    FilmStrip strip =
        new FilmStrip(
            FilmStrip.Kind.AFTER, "After", "", List.of(red(100), red(200)), List.of(false, true));
    return new ContactSheet.Block(List.of(9, 10), new byte[3 * SIZE * SIZE], List.of(strip));
  }

  private static byte[] red(int value) {
    byte[] frame = new byte[3 * SIZE * SIZE];
    Arrays.fill(frame, 0, SIZE * SIZE, (byte) value);
    return frame;
  }

  private static long pixels(BufferedImage image, int rgb) {
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(all).filter(pixel -> (pixel & 0xffffff) == rgb).count();
  }
}
