package io.worldcompass.producers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of raw RGB frames of one size, one before every tick of a recording. */
public final class FrameFile {
  private static final int CHANNELS = 3;
  private final FrameSize size;
  private final FileChannel channel;
  private final int frames;

  private FrameFile(FrameSize size, FileChannel channel, int frames) {
    this.size = size;
    this.channel = channel;
    this.frames = frames;
  }

  /**
   * Opens a file; it stays open as long as this process runs.
   *
   * @throws BadLogException when it does not hold whole frames
   */
  static FrameFile open(Path file, FrameSize size) throws BadLogException {
    try {
      long bytes = Files.size(file);
      if (bytes == 0 || bytes % size.bytes() != 0) {
        throw new BadLogException(
            file.toString(),
            bytes
                + " bytes, expected whole frames of "
                + size.bytes()
                + " ("
                + size.words()
                + " RGB)");
      }
      return new FrameFile(size, FileChannel.open(file), Math.toIntExact(bytes / size.bytes()));
    } catch (IOException e) {
      throw new BadLogException(file.toString(), "cannot be read: " + e.getMessage());
    }
  }

  int count() {
    return frames;
  }

  /** Frame of an index, colour by colour, as models take it. */
  byte[] planar(int index) {
    ByteBuffer rows = ByteBuffer.allocate(size.bytes());
    try {
      long start = (long) index * size.bytes();
      while (rows.hasRemaining()) {
        if (channel.read(rows, start + rows.position()) < 0) {
          throw new IllegalStateException("the frames end before tick " + index);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] planar = new byte[size.bytes()];
    int pixels = size.width() * size.height();
    for (int i = 0; i < planar.length; i++) {
      planar[i % CHANNELS * pixels + i / CHANNELS] = rows.get(i);
    }
    return planar;
  }
}
