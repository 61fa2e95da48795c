package io.worldcompass.gpu.train;

import io.worldcompass.schemas.blob.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random training data for {@link ToyModel}. */
final class Samples {
  private Samples() {}

  /** Groups p0, p1, ... with the given numbers of samples. */
  static List<TrainingGroup> groups(long seed, int... sizes) {
    Random random = new Random(seed);
    List<TrainingGroup> groups = new ArrayList<>();
    for (int size : sizes) {
      List<TrainingSample> samples = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        samples.add(new TrainingSample(i, latents("x0", random), random.nextDouble()));
      }
      int[] labels = {random.nextInt(81), random.nextInt(81)};
      groups.add(
          new TrainingGroup(
              "p" + groups.size(),
              latents("context", random),
              Tensor.ofInts("labels", labels, 2),
              samples));
    }
    return groups;
  }

  private static Tensor latents(String name, Random random) {
    float[] values = new float[8];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(name, values, 2, 2, 1, 2);
  }
}
