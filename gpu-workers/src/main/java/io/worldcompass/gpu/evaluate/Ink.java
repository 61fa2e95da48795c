package io.worldcompass.gpu.evaluate;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.image.BufferedImage;
import java.text.AttributedString;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the sheet and the animated picture draw with. */
final class Ink {
  static final Color PAPER = new Color(0xfafafa);
  static final Color DARK = new Color(0x202020);
  static final Color PALE = new Color(0x6a6a6a);
  static final Color RULE = new Color(0xd8d8d8);
  private static final Color RIGHT = new Color(0x1d6f42);
  private static final Color WRONG = new Color(0xc9c9c9);
  private static final int BAR = 4;

  private final int frameHeight;
  private final int frameWidth;
  private final int scale;

  Ink(int frameHeight, int frameWidth, int scale) {
    this.frameHeight = frameHeight;
    this.frameWidth = frameWidth;
    this.scale = scale;
  }

  /** A picture on paper. */
  static BufferedImage picture(int width, int height, Consumer<Graphics2D> drawing) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setColor(PAPER);
      g.fillRect(0, 0, width, height);
      drawing.accept(g);
    } finally {
      g.dispose();
    }
    return image;
  }

  static void text(Graphics2D g, String text, int style, int size, Color colour, int x, int y) {
    g.setFont(new Font(Font.SANS_SERIF, style, size));
    g.setColor(colour);
    g.drawString(text, x, y);
  }

  /** Plain lines of text, each broken between words where it is wider than {@code width}. */
  static void paragraph(
      Graphics2D g, String text, int size, Color colour, int x, int y, int width) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
    g.setColor(colour);
    int baseline = y;
    for (String words : text.lines().filter(line -> !line.isBlank()).toList()) {
      var styled = new AttributedString(words, Map.of(TextAttribute.FONT, g.getFont()));
      var breaks = new LineBreakMeasurer(styled.getIterator(), g.getFontRenderContext());
      while (breaks.getPosition() < words.length()) {
        breaks.nextLayout(width).draw(g, x, baseline);
        baseline += size + 5;
      }
    }
  }

  static Color colour(FilmStrip.Kind kind) {
    return switch (kind) {
      case TRUE_VIEW -> new Color(0x3a3a3a);
      case BEFORE -> new Color(0xb3541e);
      case AFTER -> new Color(0x14638c);
    };
  }

  /** A frame, planar RGB bytes, enlarged; x, y is its top left corner. */
  void frame(Graphics2D g, byte[] planar, int x, int y) {
    BufferedImage small = new BufferedImage(frameWidth, frameHeight, BufferedImage.TYPE_INT_RGB);
    int area = frameWidth * frameHeight;
    for (int i = 0; i < area; i++) {
      int red = planar[i] & 0xff;
      int green = planar[area + i] & 0xff;
      int blue = planar[2 * area + i] & 0xff;
      small.setRGB(i % frameWidth, i / frameWidth, red << 16 | green << 8 | blue);
    }
    g.drawImage(small, x, y, width(), height(), null);
  }

  /** A bar below a frame: filled where the judge sees the commanded action, else pale and thin. */
  void verdict(Graphics2D g, List<Boolean> followed, int step, int x, int y) {
    if (step < followed.size()) {
      boolean right = followed.get(step);
      g.setColor(right ? RIGHT : WRONG);
      g.fillRect(x, y + height() + 1, width(), right ? BAR : 1);
    }
  }

  /** Pixels of an enlarged frame. */
  int width() {
    return scale * frameWidth;
  }

  int height() {
    return scale * frameHeight;
  }
}
