package io.worldcompass.producers;

/**
 * There is a video beside a log and no ffmpeg to cut frames from it: to go on without would give
 * scenarios other first frames than were meant, for ever, since their ids stay.
 */
public final class FfmpegMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FfmpegMissingException(String video, Throwable cause) {
    super(
        video
            + ": ffmpeg is needed to cut frames from it and cannot be started; install it (apt-get"
            + " install ffmpeg), or move the video away to begin with views of the simulated room",
        cause);
  }
}
