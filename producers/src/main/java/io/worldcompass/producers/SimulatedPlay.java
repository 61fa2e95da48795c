package io.worldcompass.producers;

import io.worldcompass.producers.game.ActionMix;
import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.blob.FileBlobStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Scripted players of the simulated game. A few minutes of recorded play hold few of the 81
 * actions; these players press all of them.
 */
public final class SimulatedPlay {
  private static final String FORMAT = "simulated";
  private static final ActionMix MIX = new ActionMix(0.05, 0.7);
  private static final int ID_HEX_DIGITS = 32;

  private final long seed;
  private final ClipRules rules;

  /** Players whose every key press follows from the seed. */
  public SimulatedPlay(long seed, ClipRules rules) {
    this.seed = seed;
    this.rules = rules;
  }

  /** The first scenarios of the players, one each. */
  public List<Scenario> scenarios(int count) {
    return IntStream.range(0, count).mapToObj(this::scenario).toList();
  }

  private Scenario scenario(int player) {
    Random random = new Random(seed * 1_000_003L + player);
    List<Clip> clips = new ArrayList<>();
    for (int i = 0; i < rules.clipsPerScenario(); i++) {
      clips.add(clip(i, MIX.draw(random)));
    }
    int lastTick = clips.size() * rules.ticksPerClip() - 1;
    String name = "scripted-players-" + seed;
    String text = String.join("/", FORMAT, name, Integer.toString(player), clips.toString());
    String id =
        FileBlobStore.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, ID_HEX_DIGITS);
    return new Scenario(
        id,
        new Scenario.Source(FORMAT, name, player, "", 0, lastTick),
        Prompt.of("a simulated game", clips),
        0,
        clips,
        List.of(),
        Optional.empty());
  }

  /** Keys held down for the whole clip, at full speed; a turn is 6 and a look 5 degrees a frame. */
  private Clip clip(int index, Action action) {
    int ticks = rules.ticksPerClip();
    Sums sums =
        new Sums(
            action.forward() * (double) ticks,
            action.right() * (double) ticks,
            action.yaw() * 24.0,
            action.pitch() * 20.0);
    return new Clip(
        index * ticks,
        (index + 1) * ticks - 1,
        action,
        Collections.nCopies(rules.labelsPerClip(), action),
        sums);
  }
}
