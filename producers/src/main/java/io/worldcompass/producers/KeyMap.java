package io.worldcompass.producers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which keys move a player, and how far the mouse turns him. A key moves at full speed, opposite
 * keys cancel, all other keys are passed over.
 *
 * @param forward names of the key, in lower case
 * @param degreesPerCount degrees of turning for one count of the mouse
 * @param ticksPerSecond of the recorder; 0: unknown, and then times are not looked at
 */
public record KeyMap(
    Set<String> forward,
    Set<String> backward,
    Set<String> left,
    Set<String> right,
    double degreesPerCount,
    double ticksPerSecond) {
  /** W, S, A, D as common recorders name them, and 0.15 degrees a count. */
  public static final KeyMap WASD =
      of(
          "w,key.keyboard.w,keyw",
          "s,key.keyboard.s,keys",
          "a,key.keyboard.a,keya",
          "d,key.keyboard.d,keyd",
          0.15,
          0);

  /** The names and the mouse setting of OpenAI's VPT contractor recordings. */
  static final KeyMap VPT =
      of("key.keyboard.w", "key.keyboard.s", "key.keyboard.a", "key.keyboard.d", 0.15, 20);

  public KeyMap {
    forward = Set.copyOf(forward);
    backward = Set.copyOf(backward);
    left = Set.copyOf(left);
    right = Set.copyOf(right);
    if (!Double.isFinite(degreesPerCount) || degreesPerCount == 0) {
      throw new IllegalArgumentException("degrees per count must not be 0, got " + degreesPerCount);
    }
    if (!(ticksPerSecond >= 0)) {
      throw new IllegalArgumentException("ticks per second must not be negative");
    }
  }

  /** Each key as a comma-separated list of its names, in any case of letters. */
  public static KeyMap of(
      String forward,
      String backward,
      String left,
      String right,
      double degreesPerCount,
      double ticksPerSecond) {
    return new KeyMap(
        names(forward),
        names(backward),
        names(left),
        names(right),
        degreesPerCount,
        ticksPerSecond);
  }

  /** The keys of an array, in lower case. */
  static Set<String> held(JsonNode keys) {
    Set<String> held = new HashSet<>();
    keys.forEach(key -> held.add(key.asText().toLowerCase(Locale.ROOT)));
    return held;
  }

  /**
   * The tick of the keys held and the mouse's way.
   *
   * @param held key names in lower case
   * @param dx mouse counts, + to the right
   * @param dy mouse counts, + down
   */
  Tick tick(Set<String> held, double dx, double dy) {
    return new Tick(
        axis(held, forward, backward),
        axis(held, right, left),
        dx * degreesPerCount,
        0 - dy * degreesPerCount);
  }

  /** Whether any of the keys moves the player. */
  boolean movesWith(Set<String> held) {
    return isHeld(held, forward)
        || isHeld(held, backward)
        || isHeld(held, left)
        || isHeld(held, right);
  }

  private static double axis(Set<String> held, Set<String> plus, Set<String> minus) {
    return (isHeld(held, plus) ? 1 : 0) - (isHeld(held, minus) ? 1 : 0);
  }

  private static boolean isHeld(Set<String> held, Set<String> names) {
    return !Collections.disjoint(held, names);
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
