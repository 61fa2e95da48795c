package io.worldcompass.producers;

import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * First frames that lie beside a log, where there are any; else those of another source. Beside
 * {@code NAME.jsonl} a scenario that begins at tick 256 looks for {@code NAME.256.png} or {@code
 * .jpg}, for {@code NAME.rgb} (raw RGB frames of the model's size, one a tick; {@code
 * NAME.player1.rgb} where several play), and for a video {@code NAME.mp4}, {@code .mkv} or {@code
 * .webm}.
 */
public final class RecordedObservations implements ObservationSource {
  private static final String TENSOR = "observation";
  private static final int CHANNELS = 3;
  private static final List<String> IMAGES = List.of("png", "jpg", "jpeg");
  private static final List<String> VIDEOS = List.of("mp4", "mkv", "webm");

  private final ObservationSource otherwise;
  private final FrameSize size;
  private final double ticksPerSecond;
  private final BlobStore blobs;
  private final Consumer<String> problems;

  /**
   * Frames of a size.
   *
   * @param otherwise for scenarios that have no recorded frame
   * @param ticksPerSecond of logs whose format does not say; 0: unknown
   * @param problems takes one line for every frame that cannot be used
   */
  public RecordedObservations(
      ObservationSource otherwise,
      int width,
      int height,
      double ticksPerSecond,
      BlobStore blobs,
      Consumer<String> problems) {
    this.otherwise = otherwise;
    this.size = new FrameSize(width, height);
    this.ticksPerSecond = ticksPerSecond;
    this.blobs = blobs;
    this.problems = problems;
  }

  @Override
  public Observation of(Scenario scenario) {
    return scenario
        .recording()
        .flatMap(recording -> recorded(recording, scenario))
        .map(this::stored)
        .orElseGet(() -> otherwise.of(scenario));
  }

  private Optional<byte[]> recorded(LogInput recording, Scenario scenario) {
    int tick = scenario.source().firstTick();
    try {
      Optional<BufferedImage> image = image(recording, tick);
      if (image.isPresent()) {
        return image.map(size::pixels);
      }
      int player = scenario.source().player();
      Optional<LogInput> raw =
          recording.sibling(RenderedDemo.framesOf(player)).or(() -> recording.sibling("rgb"));
      if (raw.isPresent()) {
        return Optional.of(size.raw(raw.get(), tick));
      }
      Optional<BufferedImage> cut = video(recording, scenario.source().format(), tick);
      return cut.map(size::pixels);
    } catch (BadLogException e) {
      problems.accept(e.getMessage() + "; the scenario begins with another view");
      return Optional.empty();
    }
  }

  private static Optional<BufferedImage> image(LogInput recording, int tick)
      throws BadLogException {
    for (String extension : IMAGES) {
      Optional<LogInput> image = recording.sibling(tick + "." + extension);
      if (image.isPresent()) {
        return Optional.of(FrameSize.decoded(image.get().shownAs(), image.get().content()));
      }
    }
    return Optional.empty();
  }

  private Optional<BufferedImage> video(LogInput recording, String format, int tick)
      throws BadLogException {
    for (String extension : VIDEOS) {
      Optional<LogInput> video = recording.sibling(extension);
      if (video.isPresent()) {
        double rate = ticksPerSecond(format);
        if (rate == 0) {
          throw new BadLogException(
              video.get().shownAs(), "set gameplay.ticks-per-second to find a tick in it");
        }
        return Optional.of(VideoFrame.at(video.get().shownAs(), tick / rate));
      }
    }
    return Optional.empty();
  }

  private double ticksPerSecond(String format) {
    return switch (format) {
      case DoomLmpReader.FORMAT -> 35;
      case VptReader.FORMAT -> 20;
      default -> ticksPerSecond;
    };
  }

  private Observation stored(byte[] pixels) {
    byte[] file =
        Safetensors.bytes(
            List.of(Tensor.ofBytes(TENSOR, pixels, size.height(), size.width(), CHANNELS)),
            Map.of());
    List<Long> shape = List.of(1L * size.height(), 1L * size.width(), 1L * CHANNELS);
    return new Observation(new TensorRef(blobs.put(file), TENSOR, shape), Optional.empty());
  }
}
