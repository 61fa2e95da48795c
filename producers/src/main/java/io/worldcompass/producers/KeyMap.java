package io.worldcompass.producers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which keys move a player, and how far the mouse turns him. A key moves at full speed, opposite
 * keys cancel, all other keys are passed over.
 *
 * @param forward name of the key, in any case of letters
 * @param degreesPerCount degrees of turning for one count of the mouse
 */
public record KeyMap(
    String forward, String backward, String left, String right, double degreesPerCount) {
  /** w, s, a, d, and 0.15 degrees a count. */
  public static final KeyMap WASD = new KeyMap("w", "s", "a", "d", 0.15);

  /** The names and the mouse setting of OpenAI's VPT contractor recordings. */
  static final KeyMap VPT =
      new KeyMap("key.keyboard.w", "key.keyboard.s", "key.keyboard.a", "key.keyboard.d", 0.15);

  public KeyMap {
    if (!Double.isFinite(degreesPerCount) || degreesPerCount == 0) {
      throw new IllegalArgumentException("degrees per count must not be 0, got " + degreesPerCount);
    }
  }

  /**
   * The tick of the keys held and the mouse's way.
   *
   * @param keys array of key names
   * @param dx mouse counts, + to the right
   * @param dy mouse counts, + down
   */
  Tick tick(JsonNode keys, double dx, double dy) {
    Set<String> held = new HashSet<>();
    keys.forEach(key -> held.add(key.asText().toLowerCase(Locale.ROOT)));
    return new Tick(
        axis(held, forward, backward),
        axis(held, right, left),
        dx * degreesPerCount,
        0 - dy * degreesPerCount);
  }

  private static double axis(Set<String> held, String plus, String minus) {
    return (isHeld(held, plus) ? 1 : 0) - (isHeld(held, minus) ? 1 : 0);
  }

  private static boolean isHeld(Set<String> held, String key) {
    return held.contains(key.toLowerCase(Locale.ROOT));
  }
}
