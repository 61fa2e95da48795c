package io.worldcompass.gpu.evaluate;

import io.worldcompass.schemas.Action;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.util.StringJoiner;

/**
 * An action as the keys that a player holds: W A S D walk, the arrows turn and look. Held keys are
 * filled.
 */
final class ActionPad {
  /** Pixels from one key to the next. */
  static final int KEY = 26;

  static final int WIDTH = 7 * KEY;
  static final int HEIGHT = 2 * KEY + 16;

  private static final int SIDE = KEY - 4;
  private static final Color HELD = new Color(0x1d6f42);
  private static final Color FREE = new Color(0xd0d0d0);
  private static final Color LETTER = new Color(0xa0a0a0);

  private final Graphics2D g;

  private ActionPad(Graphics2D g) {
    this.g = g;
  }

  /** Draws both crosses of keys with their captions; x, y is the top left corner. */
  static void draw(Graphics2D g, Action action, int x, int y) {
    ActionPad pad = new ActionPad(g);
    int right = x + 4 * KEY;
    pad.letter("W", x + KEY, y, action.forward() > 0);
    pad.letter("A", x, y + KEY, action.right() < 0);
    pad.letter("S", x + KEY, y + KEY, action.forward() < 0);
    pad.letter("D", x + 2 * KEY, y + KEY, action.right() > 0);
    pad.arrow(0, -1, right + KEY, y, action.pitch() > 0);
    pad.arrow(-1, 0, right, y + KEY, action.yaw() < 0);
    pad.arrow(0, 1, right + KEY, y + KEY, action.pitch() < 0);
    pad.arrow(1, 0, right + 2 * KEY, y + KEY, action.yaw() > 0);
    pad.caption("walk", x, y);
    pad.caption("turn, look", right, y);
  }

  /** An action in words that need no table, such as "walk forward + left, turn right, look up". */
  static String words(Action action) {
    StringJoiner walk = new StringJoiner(" + ", "walk ", "");
    word(walk, action.forward(), "forward", "backward");
    word(walk, action.right(), "right", "left");
    StringJoiner all = new StringJoiner(", ").setEmptyValue("stand still");
    if (action.translation() != 0) {
      all.add(walk.toString());
    }
    word(all, action.yaw(), "turn right", "turn left");
    word(all, action.pitch(), "look up", "look down");
    return all.toString();
  }

  private static void word(StringJoiner words, int sign, String positive, String negative) {
    if (sign != 0) {
      words.add(sign > 0 ? positive : negative);
    }
  }

  private void key(int x, int y, boolean held) {
    g.setStroke(new BasicStroke(1));
    g.setColor(held ? HELD : Color.WHITE);
    g.fillRoundRect(x, y, SIDE, SIDE, 6, 6);
    g.setColor(held ? HELD : FREE);
    g.drawRoundRect(x, y, SIDE, SIDE, 6, 6);
    g.setColor(held ? Color.WHITE : LETTER);
  }

  private void letter(String text, int x, int y, boolean held) {
    key(x, y, held);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    FontMetrics size = g.getFontMetrics();
    g.drawString(
        text,
        x + (SIDE - size.stringWidth(text)) / 2,
        y + (SIDE + size.getAscent() - size.getDescent()) / 2);
  }

  /** A triangle that points to (dx, dy). */
  private void arrow(int dx, int dy, int x, int y, boolean held) {
    key(x, y, held);
    int middleX = x + SIDE / 2;
    int middleY = y + SIDE / 2;
    Polygon triangle = new Polygon();
    triangle.addPoint(middleX + 6 * dx, middleY + 6 * dy);
    triangle.addPoint(middleX - 4 * dx + 5 * dy, middleY - 4 * dy + 5 * dx);
    triangle.addPoint(middleX - 4 * dx - 5 * dy, middleY - 4 * dy - 5 * dx);
    g.fillPolygon(triangle);
  }

  private void caption(String text, int x, int y) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    g.setColor(LETTER.darker());
    int width = g.getFontMetrics().stringWidth(text);
    g.drawString(text, x + (3 * KEY - width) / 2, y + 2 * KEY + 10);
  }
}
