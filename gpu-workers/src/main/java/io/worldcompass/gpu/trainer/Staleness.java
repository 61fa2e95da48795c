package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.BatchGroup;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.TrainingBatch;
import java.util.List;
import java.util.stream.IntStream;

/** Age of the kept samples, in published versions, at the start of their training step (S15). */
public final class Staleness {
  private Staleness() {}

  /** Ages of all kept samples of a batch that is trained on top of a version. */
  public static int[] of(TrainingBatch batch, int trainedOn) {
    return ages(batch.getGroups(), trainedOn).toArray();
  }

  private static IntStream ages(List<BatchGroup> groups, int trainedOn) {
    return groups.stream()
        .flatMap(group -> group.getMembers().stream())
        .filter(BatchMember::getKept)
        .mapToInt(member -> trainedOn - member.getCandidate().getPolicyVersion());
  }
}
