package io.worldcompass.gpu.reward;

import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.blob.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Visual quality (spec S8) of every frame of a clip by {@link FrameQuality}. */
public final class QualityScorer implements GroupScorer {
  private final FrameQuality model;
  private final VisualQualityMode mode;

  /**
   * @param mode DRIFT or QUALITY
   * @throws IllegalArgumentException for CAPTION: this model reads no prompts
   */
  public QualityScorer(FrameQuality model, VisualQualityMode mode) {
    if (mode == VisualQualityMode.CAPTION) {
      throw new IllegalArgumentException(
          FrameQuality.NAME + " reads no prompts: choose DRIFT or QUALITY, or a model that does");
    }
    this.model = model;
    this.mode = mode;
  }

  /** With the fit that ships with the project. */
  public static QualityScorer builtIn(VisualQualityMode mode) {
    return new QualityScorer(FrameQuality.of(BuiltInWeights.FRAME_QUALITY.read()), mode);
  }

  @Override
  public String reward() {
    return Rewards.VISUAL_QUALITY;
  }

  @Override
  public String scorer() {
    return FrameQuality.NAME;
  }

  @Override
  public String version() {
    return mode + " mode, " + model.version();
  }

  @Override
  public List<Score> score(GroupClips clips) {
    double first = qualities(clips.firstFrame())[0];
    List<Score> scores = new ArrayList<>();
    for (Tensor candidate : clips.candidates()) {
      double[] frames = qualities(candidate);
      double drift = VisualQualityMode.DRIFT.reward(frames, first);
      double quality = VisualQualityMode.QUALITY.reward(frames, first);
      scores.add(new Score(mode.reward(frames, first), Map.of("drift", drift, "quality", quality)));
    }
    return scores;
  }

  private double[] qualities(Tensor frames) {
    long[] shape = frames.shape();
    float[] planar = Pixels.planar(frames);
    int height = (int) shape[shape.length - 3];
    int width = (int) shape[shape.length - 2];
    int size = 3 * height * width;
    double[] qualities = new double[planar.length / size];
    for (int i = 0; i < qualities.length; i++) {
      float[] frame = Arrays.copyOfRange(planar, i * size, (i + 1) * size);
      qualities[i] = model.quality(frame, height, width);
    }
    return qualities;
  }

  @Override
  public void close() {}
}
