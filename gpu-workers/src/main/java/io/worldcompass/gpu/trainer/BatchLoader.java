package io.worldcompass.gpu.trainer;

import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.gpu.train.TrainingSample;
import io.worldcompass.schemas.avro.BatchGroup;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Tensor;
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
   * @param lost prefix id and reason of each group that is left out
   */
  record Loaded(List<TrainingGroup> groups, List<String> lost) {}

  Loaded load(TrainingBatch batch) {
    List<TrainingGroup> groups = new ArrayList<>();
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

  private TrainingGroup load(BatchGroup group) {
    Map<Integer, BatchMember> byIndex =
        group.getMembers().stream()
            .collect(Collectors.toMap(m -> m.getCandidate().getCandidate(), Function.identity()));
    List<BatchMember> kept = group.getOrder().stream().map(byIndex::get).toList();
    ClipCandidate first = kept.get(0).getCandidate();
    return new TrainingGroup(
        group.getPrefixId(),
        tensors.get(first.getContext()),
        labels(first.getLabels()),
        kept.stream().map(this::sample).toList());
  }

  private static Tensor labels(List<Integer> labels) {
    return Tensor.ofInts(
        "labels", labels.stream().mapToInt(Integer::intValue).toArray(), labels.size());
  }

  private TrainingSample sample(BatchMember member) {
    ClipCandidate candidate = member.getCandidate();
    return new TrainingSample(
        candidate.getCandidate(), tensors.get(candidate.getLatents()), member.getR());
  }
}
