package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.worldcompass.producers.game.Pose;
import io.worldcompass.producers.game.Renderer;
import io.worldcompass.producers.game.World;
import io.worldcompass.schemas.Action;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Frames of the simulated room, made into videos by a real ffmpeg and cut out again by it. */
@Timeout(60)
class VideoFrameTest {
  private static final int TICKS = 40;
  private static final FrameSize SIZE = new FrameSize(48, 48);

  @TempDir private Path folder;

  @Test
  void theFrameOfEveryTickIsCutFromALosslessVideo() throws Exception {
    List<byte[]> frames = walk();
    LogInput video = video(frames, "35", "play.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0");

    for (int tick = 0; tick < TICKS; tick += 3) {
      assertThat(VideoFrame.at(video, tick / 35.0, SIZE))
          .as("tick " + tick)
          .isEqualTo(frames.get(tick));
    }
  }

  @Test
  void theFrameOnTheScreenIsCutFromACompressedVideoOfAnotherRate() throws Exception {
    List<byte[]> frames = walk();
    // 20 ticks a second filmed at 60 frames a second: three pictures of each.
    LogInput video =
        video(
            frames,
            "20",
            "play.mp4",
            "-r",
            "60",
            "-c:v",
            "mpeg4",
            "-q:v",
            "1",
            "-bf",
            "2",
            "-g",
            "12");

    for (int tick = 0; tick < TICKS; tick += 5) {
      byte[] cut = VideoFrame.at(video, tick / 20.0, SIZE);
      int now = tick;
      assertThat(frames)
          .allSatisfy(
              frame ->
                  assertThat(distance(cut, frame))
                      .isGreaterThanOrEqualTo(distance(cut, frames.get(now))));
    }
  }

  @Test
  void theMiddleOfAWiderVideoIsAveragedDownAsThatOfAPictureIs() throws Exception {
    List<byte[]> frames = walk();
    LogInput video = video(frames, "35", "play.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0");
    LogInput picture = convert(video, "play.0.png", "-frames:v", "1");
    FrameSize narrow = new FrameSize(12, 16);

    byte[] cut = VideoFrame.at(video, 0, narrow);

    assertThat(distance(cut, narrow.picture(picture))).isLessThan(1.0);
  }

  @Test
  void aVideoThatEndsBeforeIsToldAboutWithTheTime() throws Exception {
    LogInput video = video(walk(), "35", "play.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0");

    assertThatThrownBy(() -> VideoFrame.at(video, 5, SIZE))
        .isInstanceOf(BadLogException.class)
        .hasMessage(video.shownAs() + ": no frame can be cut at 5.000 s; does it end before?");
  }

  @Test
  void whatIsNoVideoIsToldAboutInFfmpegsWords() throws Exception {
    requireFfmpeg();
    LogInput text = new LogFile(Files.writeString(folder.resolve("play.mp4"), "not a video"));

    assertThatThrownBy(() -> VideoFrame.at(text, 0, SIZE))
        .isInstanceOf(BadLogException.class)
        .hasMessageMatching(".*play.mp4: no frame can be cut at 0.000 s: \\w.*");
  }

  @Test
  void withoutFfmpegItIsSaidWhatToInstall() throws Exception {
    LogInput video = new LogFile(Files.write(folder.resolve("play.mp4"), new byte[10]));

    assertThatThrownBy(() -> VideoFrame.at("no-such-program", video, 0, SIZE))
        .isInstanceOf(FfmpegMissingException.class)
        .hasMessageContaining("play.mp4: ffmpeg is needed to cut frames from it")
        .hasMessageContaining("apt-get install ffmpeg");
  }

  @Test
  void aVideoElsewhereIsNotCut() {
    assertThatThrownBy(() -> VideoFrame.at(Demos.Input.of(new byte[10]), 0, SIZE))
        .isInstanceOf(BadLogException.class)
        .hasMessageContaining("download it");
  }

  /** Turning on the spot: no two frames are alike. */
  private static List<byte[]> walk() {
    World world = new World(World.DEFAULT_SEED);
    Renderer renderer = new Renderer(world, SIZE.width(), SIZE.height());
    Pose pose = new Pose(World.SIZE / 2, World.SIZE / 2, 0, 0);
    List<byte[]> frames = new ArrayList<>();
    for (int tick = 0; tick < TICKS; tick++) {
      float[] shares = renderer.render(pose);
      byte[] pixels = new byte[shares.length];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) Math.round(255 * shares[i]);
      }
      frames.add(pixels);
      pose = pose.step(new Action(0, 1));
    }
    return frames;
  }

  private LogInput video(List<byte[]> frames, String rate, String name, String... codec)
      throws Exception {
    Path raw = folder.resolve(name + ".frames");
    try (OutputStream out = Files.newOutputStream(raw)) {
      for (byte[] frame : frames) {
        out.write(frame);
      }
    }
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "48x48", "-r", rate));
    arguments.addAll(List.of("-i", raw.toString()));
    arguments.addAll(Arrays.asList(codec));
    return ffmpeg(name, arguments);
  }

  private LogInput convert(LogInput video, String name, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-i", video.shownAs()));
    arguments.addAll(Arrays.asList(options));
    return ffmpeg(name, arguments);
  }

  private LogInput ffmpeg(String name, List<String> arguments) throws Exception {
    requireFfmpeg();
    Path file = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
    command.addAll(arguments);
    command.add(file.toString());
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return new LogFile(file);
  }

  private static void requireFfmpeg() {
    boolean isInstalled =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ffmpeg")));
    assumeTrue(isInstalled, "ffmpeg is not on the PATH: nothing can be cut from a video");
  }

  /** Mean difference of two frames' values, 0 to 255. */
  private static double distance(byte[] a, byte[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return sum / a.length;
  }
}
