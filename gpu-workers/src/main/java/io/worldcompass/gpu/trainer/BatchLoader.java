package io.worldcompass.gpu.trainer;

import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.gpu.train.TrainingSample;
import io.worldcompass.schemas.avro.BatchGroup;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.LeftOut;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Fetches what a batch names. Samples of versions that must not be trained on are left out, and so
 * is a group with a missing or corrupt blob; the rest is trained.
 */
final class BatchLoader {
  private final TensorBlobs tensors;

  BatchLoader(BlobStore blobs) {
    this.tensors = new TensorBlobs(blobs);
  }

  /**
   * What could be loaded, and what is left out and why.
   *
   * @param leftOut one entry a group and reason
   */
  record Loaded(List<TrainingGroup> groups, List<LeftOut> leftOut) {
    /** The same batch with nothing to train on: its tensors do not fit. */
    Loaded unusable(String reason) {
      List<LeftOut> all = new ArrayList<>(leftOut);
      groups.forEach(
          group ->
              all.add(
                  new LeftOut(
                      group.prefixId(),
                      group.samples().stream().map(TrainingSample::candidate).toList(),
                      "unusable: " + reason)));
      return new Loaded(List.of(), all);
    }
  }

  /**
   * Loads a batch.
   *
   * @param trainable versions whose samples may be trained on
   */
  Loaded load(TrainingBatch batch, Set<Integer> trainable) {
    List<TrainingGroup> groups = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (BatchGroup group : batch.getGroups()) {
      Map<Integer, BatchMember> byIndex = byIndex(group);
      Map<Boolean, List<Integer>> fresh =
          group.getOrder().stream()
              .collect(
                  Collectors.partitioningBy(
                      index ->
                          trainable.contains(
                              byIndex.get(index).getCandidate().getPolicyVersion())));
      if (!fresh.get(false).isEmpty()) {
        leftOut.add(
            new LeftOut(
                group.getPrefixId(),
                fresh.get(false),
                "stale: not of the versions " + trainable + " that may be trained on"));
      }
      load(group, fresh.get(true), byIndex, groups, leftOut);
    }
    return new Loaded(groups, leftOut);
  }

  private void load(
      BatchGroup group,
      List<Integer> order,
      Map<Integer, BatchMember> byIndex,
      List<TrainingGroup> groups,
      List<LeftOut> leftOut) {
    if (order.isEmpty()) {
      return;
    }
    try {
      groups.add(load(group.getPrefixId(), order.stream().map(byIndex::get).toList()));
    } catch (BlobException e) {
      leftOut.add(new LeftOut(group.getPrefixId(), order, "lost: " + e.getMessage()));
    }
  }

  private static Map<Integer, BatchMember> byIndex(BatchGroup group) {
    return group.getMembers().stream()
        .collect(Collectors.toMap(m -> m.getCandidate().getCandidate(), Function.identity()));
  }

  private TrainingGroup load(String prefix, List<BatchMember> kept) {
    ClipCandidate first = kept.get(0).getCandidate();
    return new TrainingGroup(
        prefix,
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
