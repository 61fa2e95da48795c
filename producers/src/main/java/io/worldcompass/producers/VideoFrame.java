package io.worldcompass.producers;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A frame cut from a video by ffmpeg, where that is installed. */
final class VideoFrame {
  private static final int PATIENCE_SECONDS = 60;

  private VideoFrame() {}

  /**
   * The frame that is shown at a time.
   *
   * @throws BadLogException when there is no ffmpeg, or none can be cut
   */
  static BufferedImage at(String video, double seconds) throws BadLogException {
    List<String> command =
        List.of(
            "ffmpeg",
            "-v",
            "error",
            "-nostdin",
            "-ss",
            String.format(Locale.ROOT, "%.6f", seconds),
            "-i",
            video,
            "-frames:v",
            "1",
            "-f",
            "image2pipe",
            "-c:v",
            "png",
            "-");
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new BadLogException(video, "install ffmpeg to cut frames from it");
    }
    try {
      byte[] png = process.getInputStream().readAllBytes();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0 || png.length == 0) {
        throw new BadLogException(video, "ffmpeg cut no frame at " + seconds + " s");
      }
      return FrameSize.decoded(video, png);
    } catch (IOException e) {
      throw new BadLogException(video, "ffmpeg cannot be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadLogException(video, "interrupted while ffmpeg cut a frame");
    } finally {
      process.destroyForcibly();
    }
  }
}
