package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.BatchGroup;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.LeftOut;
import io.worldcompass.schemas.avro.TrainingBatch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Age of the trained samples, in published versions, at the start of their training step (S15). */
public final class Staleness {
  private Staleness() {}

  /** Ages of all kept samples of a batch that is trained on top of a version. */
  public static int[] of(TrainingBatch batch, int trainedOn) {
    return of(batch, trainedOn, List.of());
  }

  /** Ages of the kept samples of a batch without those that were left out. */
  public static int[] of(TrainingBatch batch, int trainedOn, Collection<LeftOut> leftOut) {
    return batch.getGroups().stream()
        .flatMap(group -> trained(group, leftOut))
        .mapToInt(member -> trainedOn - member.getCandidate().getPolicyVersion())
        .toArray();
  }

  private static Stream<BatchMember> trained(BatchGroup group, Collection<LeftOut> leftOut) {
    return group.getMembers().stream()
        .filter(BatchMember::getKept)
        .filter(
            member ->
                leftOut.stream()
                    .noneMatch(
                        left ->
                            left.getPrefixId().equals(group.getPrefixId())
                                && left.getCandidates()
                                    .contains(member.getCandidate().getCandidate())));
  }

  /**
   * Mean, p50, p99 and max of the ages, and of their two parts: in flight until the batch was
   * emitted, in the queue after that.
   *
   * @param ages age of each sample, at least 0
   * @param queued versions published since the batch was emitted
   */
  public static Map<String, Double> metrics(int[] ages, int queued) {
    Map<String, Double> metrics = new TreeMap<>();
    summarise(metrics, "staleness", IntStream.of(ages));
    summarise(
        metrics, "staleness_in_flight", IntStream.of(ages).map(age -> age - Math.min(age, queued)));
    summarise(metrics, "staleness_in_queue", IntStream.of(ages).map(age -> Math.min(age, queued)));
    return metrics;
  }

  private static void summarise(Map<String, Double> metrics, String name, IntStream ages) {
    int[] sorted = ages.sorted().toArray();
    if (sorted.length > 0) {
      metrics.put(name + "_mean", IntStream.of(sorted).average().orElse(0));
      metrics.put(name + "_p50", (double) sorted[(sorted.length - 1) / 2]);
      metrics.put(name + "_p99", (double) sorted[(int) ((sorted.length - 1) * 0.99)]);
      metrics.put(name + "_max", (double) sorted[sorted.length - 1]);
    }
  }
}
