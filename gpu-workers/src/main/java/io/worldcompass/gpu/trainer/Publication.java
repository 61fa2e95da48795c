package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Stores a version's weights and trainer state, and writes the manifest that names them. */
final class Publication {
  private static final String POLICY = "policy";
  private static final String CHECKPOINT = "checkpoint";

  private final BlobStore blobs;

  Publication(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** The manifest of what the learner holds now; its blobs are stored when this returns. */
  WeightsManifest of(
      Learner learner,
      int version,
      int parent,
      int iteration,
      long batchOffset,
      Map<String, Double> metrics) {
    Tensor policy = learner.policy().named(POLICY);
    Tensor checkpoint = learner.checkpoint().named(CHECKPOINT);
    byte[] weights =
        Safetensors.bytes(
            List.of(policy, checkpoint),
            Map.of("model", learner.model(), "version", Integer.toString(version)));
    String sha256 = blobs.put(weights);
    return WeightsManifest.newBuilder()
        .setModel(learner.model())
        .setVersion(version)
        .setParent(parent)
        .setIteration(iteration)
        .setPolicy(ref(sha256, policy))
        .setCheckpoint(ref(sha256, checkpoint))
        .setState(blobs.put(learner.save()))
        .setBytes(weights.length)
        .setPolicyDecay(metrics.getOrDefault("policy_decay", 0.0))
        .setBatchOffset(batchOffset)
        .setMetrics(metrics)
        .setCreatedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
        .build();
  }

  private static TensorRef ref(String sha256, Tensor tensor) {
    return new TensorRef(sha256, tensor.name(), Arrays.stream(tensor.shape()).boxed().toList());
  }
}
