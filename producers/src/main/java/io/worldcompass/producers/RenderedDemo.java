package io.worldcompass.producers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Doom demo with what was rendered of it, in a folder of its own: NAME.lmp, the poses in
 * NAME.gst, and a file of raw RGB frames for the view of each player. Frame t is what is seen
 * before tick t; one more follows the last tick.
 *
 * @param name of the demo, without its extension
 */
record RenderedDemo(Path folder, String name, List<Integer> players, FrameSize size) {
  RenderedDemo {
    players = List.copyOf(players);
  }

  /** The extension of a player's frames; where several share a log, each has his own. */
  static String framesOf(int player) {
    return "player" + player + ".rgb";
  }

  Path log() {
    return file("lmp");
  }

  Path ghost() {
    return file("gst");
  }

  Path frames(int player) {
    return file(players.size() == 1 ? "rgb" : framesOf(player));
  }

  /** Whether all of it is there: the log is written last. */
  boolean isWhole(int ticks) throws IOException {
    long bytes = (ticks + 1L) * size.bytes();
    for (int player : players) {
      if (!Files.exists(frames(player)) || Files.size(frames(player)) != bytes) {
        return false;
      }
    }
    return Files.exists(ghost()) && Files.exists(log());
  }

  private Path file(String extension) {
    return folder.resolve(name + "." + extension);
  }
}
