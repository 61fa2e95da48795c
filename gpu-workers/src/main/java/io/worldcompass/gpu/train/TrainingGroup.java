package io.worldcompass.gpu.train;

import io.worldcompass.schemas.blob.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The kept candidates of one prefix, in training order.
 *
 * @param prefixId the prefix
 * @param context the latents before the clip, float32 [k,c,h,w]
 * @param labels action labels of the clip's latents, int32 [L] in 0..80
 * @param samples at least one
 */
public record TrainingGroup(
    String prefixId, Tensor context, Tensor labels, List<TrainingSample> samples) {
  /** Copies the list. */
  public TrainingGroup {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no samples of prefix " + prefixId);
    }
  }

  /**
   * Cuts a batch into the optimiser steps of spec S14: each takes the next {@code accumulation}
   * samples of every group. A group with fewer sits out the last steps; what is left of a group
   * below {@code accumulation} is trained too, so that no kept sample is lost.
   */
  public static List<List<TrainingGroup>> steps(List<TrainingGroup> groups, int accumulation) {
    int most = groups.stream().mapToInt(group -> group.samples().size()).max().orElse(0);
    List<List<TrainingGroup>> steps = new ArrayList<>();
    for (int begin = 0; begin < most; begin += accumulation) {
      int from = begin;
      steps.add(
          groups.stream()
              .filter(group -> group.samples().size() > from)
              .map(group -> group.part(from, from + accumulation))
              .toList());
    }
    return steps;
  }

  private TrainingGroup part(int from, int to) {
    return new TrainingGroup(
        prefixId, context, labels, samples.subList(from, Math.min(to, samples.size())));
  }
}
