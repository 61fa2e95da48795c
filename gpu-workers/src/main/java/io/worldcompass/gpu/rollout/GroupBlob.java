package io.worldcompass.gpu.rollout;

import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One file for the prefix, all candidates and their frames of a task; the records name its parts.
 */
final class GroupBlob {
  private final RolloutTask task;
  private final GeneratedGroup group;
  private final String sha256;

  private GroupBlob(RolloutTask task, GeneratedGroup group, String sha256) {
    this.task = task;
    this.group = group;
    this.sha256 = sha256;
  }

  /** Stores the file; the records may be written once this returns. */
  static GroupBlob store(BlobStore blobs, RolloutTask task, GeneratedGroup group) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(group.context().named("context"));
    tensors.add(group.previousFrame().named("previous_frame"));
    tensors.add(group.firstFrame().named("first_frame"));
    for (int i = 0; i < group.candidates().size(); i++) {
      tensors.add(group.candidates().get(i).latents().named("latents." + i));
      tensors.add(group.candidates().get(i).frames().named("frames." + i));
    }
    byte[] file = Safetensors.bytes(tensors, Map.of("prefix_id", task.getPrefixId()));
    return new GroupBlob(task, group, blobs.put(file));
  }

  /** The records of the group's candidates, by index. */
  List<ClipCandidate> candidates(WeightsManifest policy, String worker) {
    List<ClipCandidate> records = new ArrayList<>();
    for (int i = 0; i < group.candidates().size(); i++) {
      records.add(candidate(i, policy, worker));
    }
    return records;
  }

  private ClipCandidate candidate(int index, WeightsManifest policy, String worker) {
    GeneratedGroup.GeneratedClip clip = group.candidates().get(index);
    return ClipCandidate.newBuilder()
        .setPrefixId(task.getPrefixId())
        .setScenarioId(task.getScenarioId())
        .setIteration(task.getIteration())
        .setClipIndex(task.getClipIndex())
        .setCandidate(index)
        .setGroupSize(task.getGroupSize())
        .setSeed(clip.seed())
        .setPolicyVersion(policy.getVersion())
        .setPolicySha256(policy.getPolicy().getSha256())
        .setAction(task.getClips().get(task.getClipIndex() - 1))
        .setLabels(group.labels())
        .setContext(ref("context", group.context()))
        .setLatents(ref("latents." + index, clip.latents()))
        .setFrames(ref("frames." + index, clip.frames()))
        .setPreviousFrame(ref("previous_frame", group.previousFrame()))
        .setFirstFrame(ref("first_frame", group.firstFrame()))
        .setPrompt(task.getPrompt())
        .setWorker(worker)
        .setTaskIssuedAt(Instant.ofEpochMilli(task.getIssuedAt().toEpochMilli()))
        .build();
  }

  private TensorRef ref(String name, Tensor tensor) {
    return new TensorRef(sha256, name, Arrays.stream(tensor.shape()).boxed().toList());
  }
}
