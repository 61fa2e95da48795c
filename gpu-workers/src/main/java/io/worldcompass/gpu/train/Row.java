package io.worldcompass.gpu.train;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One sample at one of its trained timesteps.
 *
 * @param index j of sigma_j
 * @param noiseSeed of this row's noise
 */
record Row(TrainingGroup group, TrainingSample sample, int index, long noiseSeed) {

  /**
   * All rows of a group. What is drawn depends on the names of things only, not on their order or
   * on how rows are spread over forward passes.
   */
  static List<Row> of(TrainingGroup group, TrainSettings settings, int iteration) {
    return group.samples().stream()
        .flatMap(sample -> of(group, sample, settings, iteration))
        .toList();
  }

  private static Stream<Row> of(
      TrainingGroup group, TrainingSample sample, TrainSettings settings, int iteration) {
    long seed = mix(settings.seed(), iteration);
    seed = mix(mix(seed, group.prefixId().hashCode()), sample.candidate());
    Random random = new Random(seed);
    int[] indices =
        TrainedTimesteps.draw(settings.schedule().steps(), settings.trainedSigmas(), random);
    long noise = random.nextLong();
    return IntStream.of(indices).mapToObj(j -> new Row(group, sample, j, mix(noise, j)));
  }

  /** The finaliser of SplitMix64: java.util.Random's near seeds start alike, mixed ones do not. */
  private static long mix(long seed, long value) {
    long z = seed + 0x9e3779b97f4a7c15L * (value + 1);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
