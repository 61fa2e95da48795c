package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.worldcompass.schemas.blob.FileBlobStore;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes frames and poses of Doom demos with dsda-doom, and keeps them: a demo that was rendered
 * before is not rendered again. Where several play, each one's view is rendered on its own.
 */
public final class DemoRenderer {
  private static final int VIEWED_PLAYER_AT = 8;
  private static final int ID_DIGITS = 12;
  private static final long TELL_EVERY_NANOS = 10_000_000_000L;

  private final DsdaDoom player;
  private final DoomGame games = new DoomGame();
  private final Path keep;
  private final Optional<String> iwad;
  private final FrameSize size;
  private final Consumer<String> notes;

  /**
   * A renderer of frames of one size.
   *
   * @param keep where rendered demos are kept, one folder each
   * @param iwad the game that demos were recorded with, a file or "freedoom1" and the like; empty
   *     where episode and map tell it
   * @param notes takes a line for every view, and every ten seconds how far it is
   * @throws BadLogException when dsda-doom is not installed
   */
  public DemoRenderer(
      Path keep, Optional<String> iwad, int width, int height, Consumer<String> notes)
      throws BadLogException {
    this(DsdaDoom.installed(), keep, iwad, new FrameSize(width, height), notes);
  }

  DemoRenderer(
      DsdaDoom player, Path keep, Optional<String> iwad, FrameSize size, Consumer<String> notes) {
    this.player = player;
    this.keep = keep;
    this.iwad = iwad;
    this.size = size;
    this.notes = notes;
  }

  /**
   * The demo with frames and poses beside it; what is no Doom demo is returned as it is.
   *
   * @throws BadLogException when the demo is not a whole one, or cannot be rendered
   */
  public LogInput rendered(LogInput input) throws BadLogException {
    if (!isDemo(input)) {
      return input;
    }
    byte[] demo = input.content();
    DoomHeader header = DoomHeader.read(input.shownAs(), demo);
    int ticks = ticks(input.shownAs(), demo);
    Path game = games.of(input.shownAs(), header, iwad);
    String name = LogInput.withExtension(input.name(), "").replaceFirst("\\.$", "");
    RenderedDemo kept = new RenderedDemo(folder(demo, game), name, header.players(), size);
    try {
      if (!kept.isWhole(ticks)) {
        render(input.shownAs(), demo, game, ticks, kept);
      }
    } catch (IOException e) {
      throw new BadLogException(input.shownAs(), "cannot be rendered: " + e.getMessage());
    }
    return new LogFile(kept.log());
  }

  private static boolean isDemo(LogInput input) throws BadLogException {
    try (InputStream in = Compression.plain(input)) {
      return DoomHeader.startsLikeOne(in.readNBytes(DoomHeader.BYTES));
    } catch (IOException e) {
      throw new BadLogException(input.shownAs(), "cannot be read: " + e.getMessage());
    }
  }

  /** Reads the demo to its end, so that one that was cut off is refused before it is rendered. */
  private static int ticks(String name, byte[] demo) throws BadLogException {
    LogInput alone = new StreamInput(name, new ByteArrayInputStream(demo));
    List<Scenario> players =
        new GameplayLogs(Optional.of(DoomLmpReader.FORMAT), ClipRules.EVERY_TICK).scenarios(alone);
    if (players.isEmpty()) {
      throw new BadLogException(name, "holds no tick; nothing can be rendered");
    }
    return players.get(0).clips().size();
  }

  private Path folder(byte[] demo, Path game) {
    String of = FileBlobStore.sha256(demo) + game.getFileName() + size.width() + size.height();
    String id = FileBlobStore.sha256(of.getBytes(UTF_8));
    return keep.resolve(id.substring(0, ID_DIGITS));
  }

  private void render(String shownAs, byte[] demo, Path game, int ticks, RenderedDemo kept)
      throws IOException {
    Files.createDirectories(kept.folder());
    for (int view : kept.players()) {
      notes.accept(shownAs + ": rendering player " + view + "'s view of " + ticks + " ticks");
      Path work = Files.createTempDirectory("worldcompass-render");
      try {
        Path ghost = view(shownAs, viewedBy(demo, view), game, ticks, work, kept.frames(view));
        Files.copy(ghost, kept.ghost(), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        delete(work);
      }
    }
    Files.write(kept.log(), demo);
  }

  private Path view(String shownAs, byte[] demo, Path game, int ticks, Path work, Path out)
      throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out))) {
      TickFrames frames = new TickFrames(size, file);
      long[] told = {System.nanoTime()};
      Path ghost =
          player.play(
              demo,
              game,
              work,
              ticks,
              rgb -> {
                frames.frame(rgb);
                if (System.nanoTime() - told[0] > TELL_EVERY_NANOS) {
                  told[0] = System.nanoTime();
                  notes.accept(shownAs + ": " + 100 * frames.seen() / ticks + " % rendered");
                }
              });
      if (frames.seen() != ticks) {
        throw new IOException(
            "dsda-doom showed "
                + frames.seen()
                + " of "
                + ticks
                + " ticks; was it recorded with "
                + game.getFileName()
                + "? Name the game with --iwad");
      }
      return ghost;
    }
  }

  private static byte[] viewedBy(byte[] demo, int player) {
    byte[] copy = demo.clone();
    copy[VIEWED_PLAYER_AT] = (byte) player;
    return copy;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
