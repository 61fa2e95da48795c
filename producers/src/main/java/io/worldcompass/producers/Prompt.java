package io.worldcompass.producers;

import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.List;

/** The text of a scenario: what is seen, and in words what the player does, clip by clip. */
final class Prompt {
  private Prompt() {}

  static String of(String title, List<Clip> clips) {
    return "First-person view of a textured room, steered as in "
        + title
        + ". The player's moves: "
        + String.join("; ", moves(clips))
        + ".";
  }

  /** Equal neighbours are told once, with their number. */
  private static List<String> moves(List<Clip> clips) {
    List<String> moves = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= clips.size(); i++) {
      if (i == clips.size() || !clips.get(i).action().equals(clips.get(from).action())) {
        moves.add(told(clips.get(from).action(), i - from));
        from = i;
      }
    }
    return moves;
  }

  private static String told(Action action, int times) {
    return times == 1 ? action.words() : action.words() + " (" + times + " clips)";
  }
}
