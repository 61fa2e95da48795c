package io.worldcompass.gpu.evaluate;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A picture that needs no explanation: for every command the true view, what the base made of it,
 * and what the post-trained model makes of it. Needs no display.
 */
public final class ContactSheet {
  private static final int SCALE = 3;
  private static final int MARGIN = 24;
  private static final int GAP = 6;
  private static final int LABELS = 190;
  private static final int HEADER = 96;
  private static final int COMMAND = 44;
  private static final int COLUMNS = 2;
  private static final Color PAPER = new Color(0xfafafa);
  private static final Color INK = new Color(0x202020);
  private static final Color PALE = new Color(0x6a6a6a);
  private static final Color RULE = new Color(0xd8d8d8);

  /**
   * The strips of one command.
   *
   * @param command what was commanded, in words
   * @param start the frame that all strips begin from, planar RGB bytes
   * @param strips from top to bottom; all of the same number of frames
   */
  @SuppressWarnings("ArrayRecordComponent") // a picture, never compared
  public record Block(String command, byte[] start, List<FilmStrip> strips) {
    public Block {
      strips = List.copyOf(strips);
    }
  }

  private final String title;
  private final String explanation;
  private final int frameHeight;
  private final int frameWidth;

  /**
   * A sheet for frames of one size.
   *
   * @param explanation one line on how to read the sheet
   */
  public ContactSheet(String title, String explanation, int frameHeight, int frameWidth) {
    this.title = title;
    this.explanation = explanation;
    this.frameHeight = frameHeight;
    this.frameWidth = frameWidth;
  }

  /**
   * Writes a PNG, whole or not at all.
   *
   * @throws IllegalArgumentException when there is nothing to show
   */
  public void write(Path png, List<Block> blocks) throws IOException {
    BufferedImage image = draw(blocks);
    Path whole = png.toAbsolutePath();
    Files.createDirectories(whole.getParent());
    Path part = Files.createTempFile(whole.getParent(), whole.getFileName().toString(), ".part");
    try {
      ImageIO.write(image, "png", part.toFile());
      Files.move(part, whole, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  BufferedImage draw(List<Block> blocks) {
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("a contact sheet needs at least one command");
    }
    int columns = Math.min(COLUMNS, blocks.size());
    int rows = (blocks.size() + columns - 1) / columns;
    int width = MARGIN + columns * (blockWidth(blocks.get(0)) + MARGIN);
    int height = HEADER + rows * (blockHeight(blocks.get(0)) + MARGIN);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(PAPER);
      g.fillRect(0, 0, width, height);
      text(g, title, Font.BOLD, 26, INK, MARGIN, 40);
      text(g, explanation, Font.PLAIN, 16, PALE, MARGIN, 68);
      for (int i = 0; i < blocks.size(); i++) {
        int x = MARGIN + i % columns * (blockWidth(blocks.get(i)) + MARGIN);
        int y = HEADER + i / columns * (blockHeight(blocks.get(i)) + MARGIN);
        draw(g, blocks.get(i), x, y);
      }
    } finally {
      g.dispose();
    }
    return image;
  }

  private void draw(Graphics2D g, Block block, int x, int y) {
    g.setColor(RULE);
    g.setStroke(new BasicStroke(1));
    g.drawLine(x, y, x + blockWidth(block), y);
    text(g, "Commanded: " + block.command(), Font.BOLD, 19, INK, x, y + 28);
    int top = y + COMMAND;
    for (FilmStrip strip : block.strips()) {
      draw(g, strip, block.start(), x, top);
      top += cellHeight();
    }
  }

  private void draw(Graphics2D g, FilmStrip strip, byte[] start, int x, int y) {
    Color colour = colour(strip.kind());
    g.setColor(colour);
    g.fillRect(x, y, 5, SCALE * frameHeight);
    text(g, strip.label(), Font.BOLD, 16, colour, x + 14, y + 26);
    int line = y + 50;
    for (String note : strip.note().split("\n", -1)) {
      text(g, note, Font.PLAIN, 14, PALE, x + 14, line);
      line += 20;
    }
    int left = x + LABELS;
    frame(g, start, left, y);
    g.setColor(PALE);
    g.drawString("\u25b6", left + cellWidth() + 1, y + SCALE * frameHeight / 2);
    left += cellWidth() + 3 * GAP;
    for (byte[] frame : strip.frames()) {
      frame(g, frame, left, y);
      left += cellWidth();
    }
  }

  private void frame(Graphics2D g, byte[] planar, int x, int y) {
    BufferedImage small = new BufferedImage(frameWidth, frameHeight, BufferedImage.TYPE_INT_RGB);
    int area = frameWidth * frameHeight;
    for (int i = 0; i < area; i++) {
      int red = planar[i] & 0xff;
      int green = planar[area + i] & 0xff;
      int blue = planar[2 * area + i] & 0xff;
      small.setRGB(i % frameWidth, i / frameWidth, red << 16 | green << 8 | blue);
    }
    g.drawImage(small, x, y, SCALE * frameWidth, SCALE * frameHeight, null);
  }

  private static void text(
      Graphics2D g, String text, int style, int size, Color colour, int x, int y) {
    g.setFont(new Font(Font.SANS_SERIF, style, size));
    g.setColor(colour);
    g.drawString(text, x, y);
  }

  private static Color colour(FilmStrip.Kind kind) {
    return switch (kind) {
      case TRUE_VIEW -> new Color(0x3a3a3a);
      case BEFORE -> new Color(0xb3541e);
      case AFTER -> new Color(0x14638c);
    };
  }

  private int cellWidth() {
    return SCALE * frameWidth + GAP;
  }

  private int cellHeight() {
    return SCALE * frameHeight + GAP;
  }

  private int blockWidth(Block block) {
    int frames = block.strips().stream().mapToInt(s -> s.frames().size()).max().orElse(0);
    return LABELS + (frames + 1) * cellWidth() + 3 * GAP;
  }

  private int blockHeight(Block block) {
    return COMMAND + block.strips().size() * cellHeight();
  }
}
