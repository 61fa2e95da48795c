package io.worldcompass.producers;

import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * First frames that lie beside a log, where there are any; else those of another source. With
 * earlier frames of the same unbroken play, as many as the model looks back at, they are a short
 * clip.
 */
public final class RecordedObservations implements ObservationSource {
  private static final String TENSOR = "observation";

  private final ObservationSource otherwise;
  private final FrameSize size;
  private final int frames;
  private final int stepsPerClip;
  private final RecordedFrames recorded;
  private final BlobStore blobs;
  private final Consumer<String> problems;

  /**
   * Frames for a model.
   *
   * @param otherwise for scenarios that have no recorded frame
   * @param frames most frames of an observation: what the model looks back at
   * @param stepsPerClip frames that the model makes of a clip: so far apart are those of an
   *     observation
   * @param ticksPerSecond of logs whose format does not say; 0: unknown
   * @param problems takes one line for every frame that cannot be used
   */
  public RecordedObservations(
      ObservationSource otherwise,
      int width,
      int height,
      int frames,
      int stepsPerClip,
      double ticksPerSecond,
      BlobStore blobs,
      Consumer<String> problems) {
    this.otherwise = otherwise;
    this.size = new FrameSize(width, height);
    this.frames = frames;
    this.stepsPerClip = stepsPerClip;
    this.recorded = new RecordedFrames(size, ticksPerSecond);
    this.blobs = blobs;
    this.problems = problems;
  }

  /**
   * {@inheritDoc}
   *
   * @throws FfmpegMissingException when a video lies beside the log and there is no ffmpeg
   */
  @Override
  public Observation of(Scenario scenario) {
    return scenario
        .recording()
        .flatMap(recording -> beside(recording, scenario))
        .map(this::stored)
        .orElseGet(() -> otherwise.of(scenario));
  }

  private Optional<List<byte[]>> beside(LogInput recording, Scenario scenario) {
    try {
      List<byte[]> found = recorded.of(recording, scenario.source(), ticks(scenario));
      return found.isEmpty() ? Optional.empty() : Optional.of(found);
    } catch (BadLogException e) {
      problems.accept(e.getMessage() + "; the scenario begins with another view");
      return Optional.empty();
    }
  }

  /** Newest first: the tick that the scenario begins with, and those a frame apart before it. */
  private List<Integer> ticks(Scenario scenario) {
    Clip clip = scenario.clips().get(0);
    double step = (clip.lastTick() - clip.firstTick() + 1.0) / stepsPerClip;
    return IntStream.range(0, frames)
        .map(i -> clip.firstTick() - (int) Math.round(i * step))
        .takeWhile(tick -> tick >= scenario.unbrokenFrom())
        .boxed()
        .toList();
  }

  private Observation stored(List<byte[]> frames) {
    ByteBuffer pixels = ByteBuffer.allocate(frames.size() * size.bytes());
    frames.forEach(pixels::put);
    long[] shape =
        frames.size() == 1
            ? new long[] {size.height(), size.width(), 3}
            : new long[] {frames.size(), size.height(), size.width(), 3};
    byte[] file =
        Safetensors.bytes(List.of(Tensor.ofBytes(TENSOR, pixels.array(), shape)), Map.of());
    return new Observation(
        new TensorRef(blobs.put(file), TENSOR, Arrays.stream(shape).boxed().toList()),
        Optional.empty());
  }
}
