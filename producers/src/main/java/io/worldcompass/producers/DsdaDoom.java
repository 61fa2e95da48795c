package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The game dsda-doom, where it is installed: plays a demo to its end without a display and hands
 * every frame on. It writes its frames to a command of its own; that command passes them to this
 * process on descriptor 3, and what the game says goes to a file.
 */
final class DsdaDoom {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;
  static final int FRAME_BYTES = 3 * WIDTH * HEIGHT;

  private static final String NAME = "dsda-doom";
  private static final String LAUNCH = "exec \"$0\" \"$@\" 3>&1 >said.txt 2>&1 </dev/null";
  private static final String DEMO = "demo.lmp";
  private static final String GHOST = "ghost";
  private static final String CONFIG =
      """
      videomode "Software"
      screen_resolution "640x480"
      uncapped_framerate 0
      cap_fps 35
      cap_wipescreen 0
      render_wipescreen 0
      screenblocks 11
      hudadd_demoprogressbar 0
      show_messages 0
      cap_remove_tempfiles 0
      cap_soundcommand "cat > /dev/null"
      cap_videocommand "cat >&3"
      cap_muxcommand "true"
      """;

  /** The slowest machine that is waited for, in ticks a second, and what starting may take. */
  private static final int SLOWEST = 2;

  private static final int START_SECONDS = 60;

  private final Path program;

  DsdaDoom(Path program) {
    this.program = program;
  }

  /**
   * The installed one.
   *
   * @throws BadLogException when there is none, naming what to install
   */
  static DsdaDoom installed() throws BadLogException {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/games"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, NAME))
        .filter(Files::isExecutable)
        .findFirst()
        .map(DsdaDoom::new)
        .orElseThrow(
            () ->
                new BadLogException(
                    "--render",
                    "needs the game dsda-doom and Freedoom's maps; on Debian and Ubuntu: apt-get"
                        + " install dsda-doom freedoom"));
  }

  /** Takes frames: RGB rows from the top, {@link #FRAME_BYTES}; the array is used again. */
  interface Frames {
    void frame(byte[] rgb) throws IOException;
  }

  /**
   * Plays a demo.
   *
   * @param work an empty folder, which the game fills with files of its own
   * @param ticks of the demo; bounds how long is waited
   * @return the ghost file: the poses of all ticks
   * @throws IOException when it cannot be run or ends before the demo does
   */
  Path play(byte[] demo, Path game, Path work, int ticks, Frames frames) throws IOException {
    Files.write(work.resolve(DEMO), demo);
    Files.writeString(work.resolve(NAME + ".cfg"), CONFIG);
    ProcessBuilder builder = new ProcessBuilder(command(game, ticks)).directory(work.toFile());
    builder.environment().putAll(environment(work));
    Process process = builder.start();
    try (InputStream in = process.getInputStream()) {
      byte[] frame = new byte[FRAME_BYTES];
      while (in.readNBytes(frame, 0, FRAME_BYTES) == FRAME_BYTES) {
        frames.frame(frame);
      }
      if (process.waitFor() != 0) {
        throw new IOException("dsda-doom ended with " + process.exitValue() + said(work));
      }
      return work.resolve(GHOST + ".gst");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while dsda-doom played", e);
    } finally {
      process.destroyForcibly();
    }
  }

  List<String> command(Path game, int ticks) {
    int seconds = START_SECONDS + ticks / SLOWEST;
    return List.of(
        "sh",
        "-c",
        LAUNCH,
        "timeout",
        Integer.toString(seconds),
        program.toString(),
        "-iwad",
        game.toString(),
        "-config",
        NAME + ".cfg",
        "-timedemo",
        DEMO,
        "-viddump",
        "unused",
        "-export_ghost",
        GHOST);
  }

  /** Without a display and a sound card, and without the user's own settings. */
  static Map<String, String> environment(Path work) {
    return Map.of("SDL_VIDEODRIVER", "dummy", "SDL_AUDIODRIVER", "dummy", "HOME", work.toString());
  }

  /** The last line that the game wrote, to name beside an exit code. */
  private static String said(Path work) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(work.resolve("said.txt")), UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("ALSA"))
            .toList();
    return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1).strip();
  }
}
