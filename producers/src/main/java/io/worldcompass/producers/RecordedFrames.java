package io.worldcompass.producers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Frames that lie beside a log, as pictures, raw frames or a video; each is seen before a tick. */
final class RecordedFrames {
  private static final List<String> IMAGES = List.of("png", "jpg", "jpeg");
  private static final List<String> VIDEOS = List.of("mp4", "mkv", "webm");

  private final FrameSize size;
  private final double ticksPerSecond;

  /**
   * Frames of a size.
   *
   * @param ticksPerSecond of logs whose format does not say; 0: unknown
   */
  RecordedFrames(FrameSize size, double ticksPerSecond) {
    this.size = size;
    this.ticksPerSecond = ticksPerSecond;
  }

  /** One way to keep frames beside a log. */
  @FunctionalInterface
  private interface Kind {
    Optional<byte[]> frame(LogInput recording, Scenario.Source source, int tick)
        throws BadLogException;
  }

  /**
   * The frames of some ticks, all of the same kind: pictures, or else raw frames, or else a video.
   *
   * @param source of the scenario: the log's format, and which player's frames are wanted
   * @param ticks newest first; earlier ones may be missing, and end it
   * @return oldest first; empty when there is none of the newest tick
   * @throws BadLogException when a frame is there and cannot be used
   */
  List<byte[]> of(LogInput recording, Scenario.Source source, List<Integer> ticks)
      throws BadLogException {
    for (Kind kind : List.<Kind>of(this::picture, this::raw, this::video)) {
      List<byte[]> frames = of(kind, recording, source, ticks);
      if (!frames.isEmpty()) {
        return frames;
      }
    }
    return List.of();
  }

  private static List<byte[]> of(
      Kind kind, LogInput recording, Scenario.Source source, List<Integer> ticks)
      throws BadLogException {
    Deque<byte[]> frames = new ArrayDeque<>();
    for (int tick : ticks) {
      Optional<byte[]> frame = kind.frame(recording, source, tick);
      if (frame.isEmpty()) {
        break;
      }
      frames.addFirst(frame.get());
    }
    return List.copyOf(frames);
  }

  private Optional<byte[]> picture(LogInput recording, Scenario.Source source, int tick)
      throws BadLogException {
    for (String extension : IMAGES) {
      Optional<LogInput> image = recording.sibling(tick + "." + extension);
      if (image.isPresent()) {
        return Optional.of(size.picture(image.get()));
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> raw(LogInput recording, Scenario.Source source, int tick)
      throws BadLogException {
    Optional<LogInput> raw =
        recording
            .sibling(RenderedDemo.framesOf(source.player()))
            .or(() -> recording.sibling("rgb"));
    return raw.isPresent() ? Optional.of(size.raw(raw.get(), tick)) : Optional.empty();
  }

  private Optional<byte[]> video(LogInput recording, Scenario.Source source, int tick)
      throws BadLogException {
    for (String extension : VIDEOS) {
      Optional<LogInput> video = recording.sibling(extension);
      if (video.isPresent()) {
        return Optional.of(
            VideoFrame.at(video.get(), tick / rate(video.get(), source.format()), size));
      }
    }
    return Optional.empty();
  }

  private double rate(LogInput video, String format) throws BadLogException {
    double rate =
        switch (format) {
          case DoomLmpReader.FORMAT -> 35;
          case VptReader.FORMAT -> 20;
          default -> ticksPerSecond;
        };
    if (rate == 0) {
      throw new BadLogException(
          video.shownAs(), "set gameplay.ticks-per-second to find a tick in it");
    }
    return rate;
  }
}
