package io.worldcompass.gpu.trainer;

import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.schemas.avro.BatchGroup;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.blob.BlobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Fetches what a batch names. A group with a missing or corrupt blob is left out and reported. */
final class BatchLoader {
  private final TensorBlobs tensors;

  BatchLoader(BlobStore blobs) {
    this.tensors = new TensorBlobs(blobs);
  }

  /**
   * What could be loaded, and why the rest could not.
   *
   * @param lost prefix id to reason
   */
  record Loaded(List<Learner.SampleGroup> groups, List<String> lost) {}

  Loaded load(TrainingBatch batch) {
    List<Learner.SampleGroup> groups = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    for (BatchGroup group : batch.getGroups()) {
      try {
        if (!group.getOrder().isEmpty()) {
          groups.add(load(group));
        }
      } catch (BlobException e) {
        lost.add(group.getPrefixId() + ": " + e.getMessage());
      }
    }
    return new Loaded(groups, lost);
  }

  private Learner.SampleGroup load(BatchGroup group) {
    Map<Integer, BatchMember> byIndex =
        group.getMembers().stream()
            .collect(Collectors.toMap(m -> m.getCandidate().getCandidate(), Function.identity()));
    List<BatchMember> kept = group.getOrder().stream().map(byIndex::get).toList();
    return new Learner.SampleGroup(
        group.getPrefixId(),
        tensors.get(kept.get(0).getCandidate().getContext()),
        kept.stream().map(this::sample).toList());
  }

  private Learner.Sample sample(BatchMember member) {
    ClipCandidate candidate = member.getCandidate();
    return new Learner.Sample(
        tensors.get(candidate.getLatents()), candidate.getLabels(), member.getR());
  }
}
