package io.worldcompass.producers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** WorldPlay's pose strings, spec S6: comma-separated {@code action-duration}, in latents. */
final class PoseString {
  private static final Pattern COMMAND = Pattern.compile("\\s*([A-Za-z]+)-(\\d{1,5})\\s*");
  private static final double TURN = WorldPlayReader.DEGREES_PER_FRAME;
  private static final Map<String, Tick> ACTIONS =
      Map.of(
          "w", new Tick(1, 0, 0, 0),
          "s", new Tick(-1, 0, 0, 0),
          "d", new Tick(0, 1, 0, 0),
          "a", new Tick(0, -1, 0, 0),
          "right", new Tick(0, 0, TURN, 0),
          "left", new Tick(0, 0, -TURN, 0),
          "up", new Tick(0, 0, 0, TURN),
          "down", new Tick(0, 0, 0, -TURN));

  private PoseString() {}

  static boolean startsLikeOne(String text) {
    Matcher command = COMMAND.matcher(text);
    return command.lookingAt() && ACTIONS.containsKey(command.group(1));
  }

  /** One action a command, each lasting its latents. */
  static List<Tick> read(String file, String text) throws BadLogException {
    List<Tick> ticks = new ArrayList<>();
    int number = 0;
    for (String part : text.split(",", -1)) {
      number++;
      Matcher command = COMMAND.matcher(part);
      if (!command.matches() || !ACTIONS.containsKey(command.group(1))) {
        throw new BadLogException(
            file,
            "command "
                + number
                + " '"
                + part.strip()
                + "', expected action-duration with one of w, s, a, d, up, down, left, right");
      }
      int frames = Integer.parseInt(command.group(2)) * WorldPlayReader.FRAMES_PER_LATENT;
      for (int i = 0; i < frames; i++) {
        ticks.add(ACTIONS.get(command.group(1)));
      }
    }
    return ticks;
  }
}
