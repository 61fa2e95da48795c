package io.worldcompass.gpu.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class InkTest {
  private static final int WIDTH = 120;

  @Test
  void wordsThatAreTooLongForALineGoOnInTheNextOne() {
    String note = "sees mostly: walk forward and right while turning left and looking up";
    BufferedImage picture =
        Ink.picture(300, 120, g -> Ink.paragraph(g, note, 13, Ink.DARK, 10, 20, WIDTH));
    int lowest = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if ((picture.getRGB(x, y) & 0xffffff) != (Ink.PAPER.getRGB() & 0xffffff)) {
          assertThat(x).isLessThanOrEqualTo(10 + WIDTH);
          lowest = y;
        }
      }
    }
    assertThat(lowest).isGreaterThan(20 + 2 * 18);
  }
}
