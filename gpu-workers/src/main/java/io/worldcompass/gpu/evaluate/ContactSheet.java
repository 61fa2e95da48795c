package io.worldcompass.gpu.evaluate;

import io.worldcompass.schemas.Action;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * A picture that needs no explanation: for every command, shown in words and as held keys, the true
 * view, what the base made of it, and what the post-trained model makes of it. Needs no display.
 */
public final class ContactSheet {
  private static final int SCALE = 3;
  private static final int MARGIN = 24;
  private static final int GAP = 8;
  private static final int LABELS = 210;
  private static final int HEADER = 104;
  private static final int COMMAND = ActionPad.HEIGHT + 32;
  private static final int COLUMNS = 2;

  /**
   * The strips of one scenario.
   *
   * @param commanded action label of every step
   * @param start the frame that all strips begin from, planar RGB bytes
   * @param strips from top to bottom; a frame for every step
   */
  @SuppressWarnings("ArrayRecordComponent") // a picture, never compared
  public record Block(List<Integer> commanded, byte[] start, List<FilmStrip> strips) {
    public Block {
      commanded = List.copyOf(commanded);
      strips = List.copyOf(strips);
    }

    /** The command of a step. */
    Action action(int step) {
      return Action.ofLabel(commanded.get(step));
    }

    /** All commands in words, equal neighbours once. */
    String words() {
      List<String> words = new ArrayList<>();
      for (int step = 0; step < commanded.size(); step++) {
        if (step == 0 || !commanded.get(step).equals(commanded.get(step - 1))) {
          words.add(ActionPad.words(action(step)));
        }
      }
      return words.stream().collect(Collectors.joining(", then "));
    }
  }

  private final String title;
  private final String explanation;
  private final Ink ink;

  /**
   * A sheet for frames of one size.
   *
   * @param explanation one line on how to read the sheet
   */
  public ContactSheet(String title, String explanation, int frameHeight, int frameWidth) {
    this.title = title;
    this.explanation = explanation;
    this.ink = new Ink(frameHeight, frameWidth, SCALE);
  }

  /**
   * Writes a PNG, whole or not at all.
   *
   * @throws IllegalArgumentException when there is nothing to show
   */
  public void write(Path png, List<Block> blocks) throws IOException {
    BufferedImage image = draw(blocks);
    WholeFile.write(png, part -> ImageIO.write(image, "png", part.toFile()));
  }

  BufferedImage draw(List<Block> blocks) {
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("a contact sheet needs at least one command");
    }
    int columns = Math.min(COLUMNS, blocks.size());
    int rows = (blocks.size() + columns - 1) / columns;
    int width = MARGIN + columns * (blockWidth(blocks.get(0)) + MARGIN);
    int height = HEADER + rows * (blockHeight(blocks.get(0)) + MARGIN);
    return Ink.picture(width, height, g -> draw(g, blocks, columns));
  }

  private void draw(Graphics2D g, List<Block> blocks, int columns) {
    Ink.text(g, title, Font.BOLD, 26, Ink.DARK, MARGIN, 40);
    Ink.text(g, explanation, Font.PLAIN, 16, Ink.PALE, MARGIN, 70);
    for (int i = 0; i < blocks.size(); i++) {
      int x = MARGIN + i % columns * (blockWidth(blocks.get(i)) + MARGIN);
      int y = HEADER + i / columns * (blockHeight(blocks.get(i)) + MARGIN);
      draw(g, blocks.get(i), x, y);
    }
  }

  private void draw(Graphics2D g, Block block, int x, int y) {
    g.setColor(Ink.RULE);
    g.setStroke(new BasicStroke(1));
    g.drawLine(x, y, x + blockWidth(block), y);
    ActionPad.draw(g, block.action(0), x, y + 12);
    int words = x + ActionPad.WIDTH + MARGIN;
    Ink.text(g, "Commanded", Font.PLAIN, 14, Ink.PALE, words, y + 28);
    Ink.text(g, block.words(), Font.BOLD, 21, Ink.DARK, words, y + 54);
    int top = y + COMMAND;
    captions(g, block.commanded().size(), x + LABELS, top - 6);
    for (FilmStrip strip : block.strips()) {
      draw(g, strip, block.start(), x, top);
      top += cellHeight();
    }
  }

  private void captions(Graphics2D g, int steps, int x, int y) {
    Ink.text(g, "start", Font.PLAIN, 12, Ink.PALE, x, y);
    for (int step = 0; step < steps; step++) {
      int left = x + (step + 1) * cellWidth() + 3 * GAP;
      Ink.text(g, "step " + (step + 1), Font.PLAIN, 12, Ink.PALE, left, y);
    }
  }

  private void draw(Graphics2D g, FilmStrip strip, byte[] start, int x, int y) {
    Color colour = Ink.colour(strip.kind());
    g.setColor(colour);
    g.fillRect(x, y, 5, ink.height());
    Ink.text(g, strip.label(), Font.BOLD, 16, colour, x + 14, y + 26);
    Ink.paragraph(g, strip.note(), 13, Ink.PALE, x + 14, y + 50, LABELS - 2 * GAP);
    int left = x + LABELS;
    ink.frame(g, start, left, y);
    g.setColor(Ink.PALE);
    g.drawString("\u25b6", left + cellWidth() + 1, y + ink.height() / 2);
    left += cellWidth() + 3 * GAP;
    for (int step = 0; step < strip.frames().size(); step++) {
      ink.frame(g, strip.frames().get(step), left, y);
      ink.verdict(g, strip.followed(), step, left, y);
      left += cellWidth();
    }
  }

  private int cellWidth() {
    return ink.width() + GAP;
  }

  private int cellHeight() {
    return ink.height() + GAP;
  }

  private int blockWidth(Block block) {
    int frames = block.strips().stream().mapToInt(s -> s.frames().size()).max().orElse(0);
    return LABELS + (frames + 1) * cellWidth() + 3 * GAP;
  }

  private int blockHeight(Block block) {
    return COMMAND + block.strips().size() * cellHeight();
  }
}
