package io.worldcompass.producers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A frame cut from a video by ffmpeg, where that is installed. */
final class VideoFrame {
  private static final String FFMPEG = "ffmpeg";
  private static final int PATIENCE_SECONDS = 60;

  /** A frame may have been on the screen for so long: videos have five frames a second at least. */
  private static final double LONGEST_SHOWN = 0.2;

  /** Containers round times to a millisecond. */
  private static final double ROUNDING = 0.002;

  private VideoFrame() {}

  /**
   * The frame that is on the screen at a time.
   *
   * @param input a file of this machine
   * @param seconds from the video's beginning
   * @return RGB rows from the top: the middle of the frame in this shape, averaged down to this
   *     size
   * @throws BadLogException when none can be cut
   * @throws FfmpegMissingException when there is no ffmpeg
   */
  static byte[] at(LogInput input, double seconds, FrameSize size) throws BadLogException {
    return at(FFMPEG, input, seconds, size);
  }

  static byte[] at(String ffmpeg, LogInput input, double seconds, FrameSize size)
      throws BadLogException {
    String video = input.shownAs();
    if (!(input instanceof LogFile)) {
      throw new BadLogException(video, "frames are cut from files of this machine: download it");
    }
    try {
      Path cut = Files.createTempFile("worldcompass-frame", ".rgb");
      Path words = Files.createTempFile("worldcompass-ffmpeg", ".log");
      try {
        int status = run(video, command(ffmpeg, video, seconds, size), cut, words);
        byte[] pixels = Files.readAllBytes(cut);
        if (status != 0 || pixels.length != size.bytes()) {
          throw new BadLogException(
              video,
              String.format(
                  Locale.ROOT, "no frame can be cut at %.3f s%s", seconds, firstLine(words)));
        }
        return pixels;
      } finally {
        Files.delete(cut);
        Files.delete(words);
      }
    } catch (IOException e) {
      throw new BadLogException(video, "no frame can be cut: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadLogException(video, "interrupted while ffmpeg cut a frame");
    }
  }

  /** Reads a little before the time, and of what it read there keeps the last frame. */
  private static List<String> command(String ffmpeg, String video, double seconds, FrameSize size) {
    double from = Math.max(0, seconds - LONGEST_SHOWN);
    return List.of(
        ffmpeg,
        "-v",
        "error",
        "-nostdin",
        "-ss",
        String.format(Locale.ROOT, "%.6f", from),
        "-t",
        String.format(Locale.ROOT, "%.6f", seconds - from + ROUNDING),
        "-i",
        video,
        "-vf",
        String.format(
            "crop='min(iw,floor(ih*%1$d/%2$d))':'min(ih,floor(iw*%2$d/%1$d))',"
                + "scale=%1$d:%2$d:flags=area,format=rgb24,reverse",
            size.width(), size.height()),
        "-frames:v",
        "1",
        "-f",
        "rawvideo",
        "-");
  }

  private static int run(String video, List<String> command, Path output, Path errors)
      throws IOException, InterruptedException {
    Process process = started(video, command, output, errors);
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process started(String video, List<String> command, Path output, Path errors) {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(output.toFile())
          .redirectError(errors.toFile())
          .start();
    } catch (IOException e) {
      throw new FfmpegMissingException(video, e);
    }
  }

  /** ffmpeg's first words, without the part of it that speaks. */
  private static String firstLine(Path words) throws IOException {
    String text = new String(Files.readAllBytes(words), StandardCharsets.UTF_8);
    return text.lines()
        .findFirst()
        .map(line -> ": " + line.replaceFirst("^\\[[^]]*] *", ""))
        .orElse("; does it end before?");
  }
}
