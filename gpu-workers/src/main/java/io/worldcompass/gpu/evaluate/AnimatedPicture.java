package io.worldcompass.gpu.evaluate;

import io.worldcompass.gpu.evaluate.ContactSheet.Block;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Something to watch: the commands as held keys, and beside them, in step, the true view and what
 * each model shows. An animated GIF that begins anew for ever. Needs no display.
 */
public final class AnimatedPicture {
  private static final int SCALE = 4;
  private static final int MARGIN = 20;
  private static final int GAP = 14;
  private static final int HEADER = 78;
  private static final int CAPTION = 26;
  private static final int STEP_MILLIS = 300;
  private static final int START_MILLIS = 1200;
  private static final int END_MILLIS = 1500;

  private final String title;
  private final int stepsPerClip;
  private final Ink ink;

  /** A picture for frames of one size. */
  public AnimatedPicture(String title, int stepsPerClip, int frameHeight, int frameWidth) {
    this.title = title;
    this.stepsPerClip = stepsPerClip;
    this.ink = new Ink(frameHeight, frameWidth, SCALE);
  }

  /**
   * Writes a GIF, whole or not at all.
   *
   * @param blocks of equally many steps, each a row
   * @throws IllegalArgumentException when there is nothing to show
   */
  public void write(Path gif, List<Block> blocks) throws IOException {
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("an animated picture needs at least one scenario");
    }
    int steps = blocks.get(0).commanded().size();
    List<GifFrame> frames = new ArrayList<>();
    for (int step = -1; step < steps; step++) {
      int millis = step < 0 ? START_MILLIS : step == steps - 1 ? END_MILLIS : STEP_MILLIS;
      frames.add(new GifFrame(draw(blocks, step), millis));
    }
    WholeFile.write(gif, part -> GifFrame.write(part, frames));
  }

  /** All rows after a step; -1 is before the first. */
  BufferedImage draw(List<Block> blocks, int step) {
    int strips = blocks.get(0).strips().size();
    int width = 2 * MARGIN + ActionPad.WIDTH + strips * (ink.width() + GAP);
    int height = HEADER + blocks.size() * rowHeight() + MARGIN;
    return Ink.picture(width, height, g -> draw(g, blocks, step));
  }

  private void draw(Graphics2D g, List<Block> blocks, int step) {
    Ink.text(g, title, Font.BOLD, 20, Ink.DARK, MARGIN, 32);
    Ink.text(g, moment(blocks.get(0), step), Font.PLAIN, 14, Ink.PALE, MARGIN, 56);
    for (int row = 0; row < blocks.size(); row++) {
      draw(g, blocks.get(row), step, HEADER + row * rowHeight());
    }
  }

  private String moment(Block block, int step) {
    if (step < 0) {
      return "start: the same view for all. A bar below a view: the judge sees the command.";
    }
    int clips = block.commanded().size() / stepsPerClip;
    return "clip %d of %d, step %d of %d"
        .formatted(step / stepsPerClip + 1, clips, step % stepsPerClip + 1, stepsPerClip);
  }

  private void draw(Graphics2D g, Block block, int step, int y) {
    g.setColor(Ink.RULE);
    g.setStroke(new BasicStroke(1));
    int end = 2 * MARGIN + ActionPad.WIDTH + block.strips().size() * (ink.width() + GAP);
    g.drawLine(MARGIN, y, end - MARGIN, y);
    int shown = Math.max(step, 0);
    Ink.text(g, step < 0 ? "First command" : "Command", Font.PLAIN, 13, Ink.PALE, MARGIN, y + 60);
    ActionPad.draw(g, block.action(shown), MARGIN, y + 74);
    int line = y + 74 + ActionPad.HEIGHT + 18;
    for (String part : ActionPad.words(block.action(shown)).split(", ", -1)) {
      Ink.text(g, part, Font.BOLD, 15, Ink.DARK, MARGIN, line);
      line += 20;
    }
    int x = MARGIN + ActionPad.WIDTH + GAP;
    for (FilmStrip strip : block.strips()) {
      Ink.text(g, strip.label(), Font.BOLD, 14, Ink.colour(strip.kind()), x, y + 19);
      ink.frame(g, step < 0 ? block.start() : strip.frames().get(step), x, y + CAPTION);
      if (step >= 0) {
        ink.verdict(g, strip.followed(), step, x, y + CAPTION);
      }
      x += ink.width() + GAP;
    }
  }

  private int rowHeight() {
    return CAPTION + ink.height() + GAP;
  }
}
