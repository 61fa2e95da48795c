package io.worldcompass.gpu.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.worldcompass.schemas.Action;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
  private static final int SIZE = 48;
  private static final ContactSheet SHEET =
      new ContactSheet("Before and after", "Rows start from the same view.", SIZE, SIZE);
  @TempDir Path directory;

  @Test
  void everyFrameStandsOnTheSheetThreeTimesEnlarged() throws IOException {
    Path png = directory.resolve("sheets/sheet.png");
    byte[] red = new byte[3 * SIZE * SIZE];
    Arrays.fill(red, 0, SIZE * SIZE, (byte) 200);
    FilmStrip strip =
        new FilmStrip(
            FilmStrip.Kind.AFTER, "After", "4 of 4", List.of(red, red), List.of(true, false));
    SHEET.write(
        png,
        List.of(
            new ContactSheet.Block(List.of(11, 11), new byte[red.length], List.of(strip, strip))));
    BufferedImage image = ImageIO.read(png.toFile());
    long pixels = 0;
    for (int rgb :
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
      pixels += (rgb & 0xffffff) == 200 << 16 ? 1 : 0;
    }
    assertThat(pixels).isEqualTo(4L * 9 * SIZE * SIZE);
  }

  @Test
  void commandsAreToldInWordsThatNeedNoTable() {
    assertThat(ActionPad.words(new Action(0, 0))).isEqualTo("stand still");
    assertThat(ActionPad.words(new Action(1, 2))).isEqualTo("walk forward, turn left");
    assertThat(ActionPad.words(new Action(8, 6)))
        .isEqualTo("walk backward + left, turn right, look down");
    assertThat(new ContactSheet.Block(List.of(9, 9, 3), new byte[0], List.of()).words())
        .isEqualTo("walk forward, then look up");
  }

  @Test
  void aSheetWithoutCommandsIsRefusedAndLeavesNothing() throws IOException {
    Path png = directory.resolve("sheet.png");
    assertThatThrownBy(() -> SHEET.write(png, List.of())).hasMessageContaining("at least one");
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }
}
