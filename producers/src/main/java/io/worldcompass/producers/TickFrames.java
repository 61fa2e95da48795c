package io.worldcompass.producers;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Turns the frames that dsda-doom shows into a file of one frame a tick, at the model's size. The
 * game shows what is seen after a tick, so its frame i is what is seen before tick i + 1. Its first
 * one is black; the second stands for it and for what is seen before the first tick.
 */
final class TickFrames implements DsdaDoom.Frames {
  private final FrameSize size;
  private final OutputStream out;
  private int seen;

  TickFrames(FrameSize size, OutputStream out) {
    this.size = size;
    this.out = out;
  }

  @Override
  public void frame(byte[] rgb) throws IOException {
    if (seen > 0) {
      byte[] pixels = size.pixels(rgb, DsdaDoom.WIDTH, DsdaDoom.HEIGHT);
      for (int copies = seen == 1 ? 3 : 1; copies > 0; copies--) {
        out.write(pixels);
      }
    }
    seen++;
  }

  /** Frames that the game has shown; a demo has as many as ticks. */
  int seen() {
    return seen;
  }
}
