package io.worldcompass.schemas;

import java.util.List;

/**
 * One of the 81 action labels of spec S6: a translation (0..8) and a rotation (0..8), label = 9 *
 * translation + rotation.
 *
 * @param translation 0 none, 1 forward, 2 backward, 3 right, 4 left, 5 forward+right, 6
 *     forward+left, 7 backward+right, 8 backward+left
 * @param rotation 0 none, 1 right, 2 left, 3 up, 4 down, 5 right+up, 6 right+down, 7 left+up, 8
 *     left+down
 */
public record Action(int translation, int rotation) {
  /** Number of labels: labels run from 0 to 80. */
  public static final int LABELS = 81;

  private static final int PARTS = 9;
  private static final List<String> TRANSLATIONS =
      List.of(
          "still",
          "forward",
          "backward",
          "right",
          "left",
          "forward+right",
          "forward+left",
          "backward+right",
          "backward+left");
  private static final List<String> ROTATIONS =
      List.of(
          "level",
          "turn right",
          "turn left",
          "look up",
          "look down",
          "turn right+up",
          "turn right+down",
          "turn left+up",
          "turn left+down");
  private static final int[] FORWARD = {0, 1, -1, 0, 0, 1, 1, -1, -1};
  private static final int[] RIGHT = {0, 0, 0, 1, -1, 1, -1, 1, -1};
  private static final int[] YAW = {0, 1, -1, 0, 0, 1, 1, -1, -1};
  private static final int[] PITCH = {0, 0, 0, 1, -1, 1, -1, 1, -1};

  public Action {
    if (translation < 0 || translation >= PARTS || rotation < 0 || rotation >= PARTS) {
      throw new IllegalArgumentException(
          "translation and rotation must be 0..8, got " + translation + " and " + rotation);
    }
  }

  /**
   * The action of a label.
   *
   * @throws IllegalArgumentException when the label is not in 0..80
   */
  public static Action ofLabel(int label) {
    if (label < 0 || label >= LABELS) {
      throw new IllegalArgumentException("action label must be 0..80, got " + label);
    }
    return new Action(label / PARTS, label % PARTS);
  }

  /** The action with the given signs (-1, 0, +1); + is forward, right, turn right, look up. */
  public static Action ofSigns(int forward, int right, int yaw, int pitch) {
    return new Action(part(FORWARD, RIGHT, forward, right), part(YAW, PITCH, yaw, pitch));
  }

  private static int part(int[] first, int[] second, int a, int b) {
    for (int i = 0; i < PARTS; i++) {
      if (first[i] == a && second[i] == b) {
        return i;
      }
    }
    throw new IllegalArgumentException("signs must be -1, 0 or 1, got " + a + " and " + b);
  }

  /** The same action with left and right exchanged. */
  public Action mirrored() {
    return ofSigns(forward(), -right(), -yaw(), pitch());
  }

  public int label() {
    return PARTS * translation + rotation;
  }

  /** +1 forward, -1 backward, 0 neither. */
  public int forward() {
    return FORWARD[translation];
  }

  /** +1 to the right, -1 to the left, 0 neither. */
  public int right() {
    return RIGHT[translation];
  }

  /** +1 turning right, -1 turning left, 0 neither. */
  public int yaw() {
    return YAW[rotation];
  }

  /** +1 looking up, -1 looking down, 0 neither. */
  public int pitch() {
    return PITCH[rotation];
  }

  /** Spec S6: both parts present, or a diagonal in one of them. */
  public boolean isComposite() {
    return (translation != 0 && rotation != 0) || translation >= 5 || rotation >= 5;
  }

  /** Spec S6: exactly one of the two parts, and no diagonal. */
  public boolean isBasic() {
    return label() != 0 && !isComposite();
  }

  /** "still", "basic" or "composite": the class that rewards and pools are balanced by. */
  public String actionClass() {
    return label() == 0 ? "still" : isBasic() ? "basic" : "composite";
  }

  /** A reading for people, such as "forward+left, turn right". */
  public String words() {
    if (rotation == 0) {
      return TRANSLATIONS.get(translation);
    }
    return translation == 0
        ? ROTATIONS.get(rotation)
        : TRANSLATIONS.get(translation) + ", " + ROTATIONS.get(rotation);
  }
}
