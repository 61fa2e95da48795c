package io.worldcompass.gpu.reward;

import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.blob.TensorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A no-reference quality of single frames (spec S8), in the manner of NIQE: how far a frame's
 * statistics are from those of undamaged frames of the world. It looks at pixels only, not at
 * prompts. Immutable.
 */
public final class FrameQuality {
  /** Identifies the method. */
  public static final String NAME = "pristine-frame-statistics";

  /** The name of the fitted model in a file. */
  public static final String MODEL = "pristine";

  /** Metadata key prefix: area under the ROC curve of clean frames against a degradation. */
  public static final String AUC = "auc_";

  private final PristineModel model;
  private final Map<String, String> metadata;

  private FrameQuality(PristineModel model, Map<String, String> metadata) {
    this.model = model;
    this.metadata = Map.copyOf(metadata);
  }

  /**
   * Fitted on undamaged frames.
   *
   * @param frames planar RGB, 3 x height x width, in [0,1]; a hundred at least
   */
  public static FrameQuality fit(List<float[]> frames, int height, int width) {
    List<double[]> statistics = new ArrayList<>();
    frames.forEach(frame -> statistics.add(FrameStatistics.of(frame, height, width)));
    return new FrameQuality(PristineModel.fit(statistics), Map.of());
  }

  /** As stored by {@link #toTensor} and its metadata. */
  public static FrameQuality of(TensorFile file) {
    return new FrameQuality(PristineModel.of(file.tensor(MODEL).doubles()), file.metadata());
  }

  /** The fitted model, for a file. */
  public Tensor toTensor() {
    double[] values = model.toArray();
    return Tensor.ofDoubles(MODEL, values, values.length);
  }

  /**
   * Quality of a frame: 0 at best, about -1 for an ordinary real one, less for damaged ones.
   *
   * @param frame planar RGB, 3 x height x width, in [0,1]
   */
  public double quality(float[] frame, int height, int width) {
    return model.quality(FrameStatistics.of(frame, height, width));
  }

  /**
   * How well the quality tells clean frames from damaged copies of them: the area under the ROC
   * curve, 0.5 for not at all, 1 for always.
   */
  public double separation(
      List<float[]> clean, int height, int width, Degradation degradation, long seed) {
    Random random = new Random(seed);
    double[] better = new double[clean.size()];
    double[] worse = new double[clean.size()];
    for (int i = 0; i < better.length; i++) {
      better[i] = quality(clean.get(i), height, width);
      worse[i] = quality(degradation.apply(clean.get(i), height, width, random), height, width);
    }
    return Separation.auc(better, worse);
  }

  /** Which fit, and how well it tells clean frames from damaged ones. */
  public String version() {
    StringBuilder text = new StringBuilder("seed " + metadata.getOrDefault("seed", "unknown"));
    String between = ", AUC of clean against ";
    for (Degradation degradation : Degradation.values()) {
      String name = degradation.name().toLowerCase(Locale.ROOT);
      String auc = metadata.get(AUC + name);
      if (auc != null) {
        text.append(between).append(name).append(' ').append(auc);
        between = ", ";
      }
    }
    return text.toString();
  }
}
