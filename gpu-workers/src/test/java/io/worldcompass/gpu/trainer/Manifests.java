package io.worldcompass.gpu.trainer;

import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Manifests whose blobs are a few bytes. */
final class Manifests {
  static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

  private Manifests() {}

  /** A version that was published that many seconds after the start. */
  static WeightsManifest of(BlobStore blobs, int version, int parent) {
    String policy = blobs.put(("policy " + version).getBytes(StandardCharsets.UTF_8));
    TensorRef ref = new TensorRef(policy, "policy", List.of(1L));
    return WeightsManifest.newBuilder()
        .setModel("stub")
        .setVersion(version)
        .setParent(parent)
        .setIteration(version)
        .setPolicy(ref)
        .setCheckpoint(ref)
        .setState(blobs.put(("state " + version).getBytes(StandardCharsets.UTF_8)))
        .setBytes(1)
        .setPolicyDecay(0)
        .setBatchOffset(version)
        .setMetrics(Map.of())
        .setCreatedAt(START.plusSeconds(version))
        .build();
  }

  /** A version that returns to an earlier one. */
  static WeightsManifest rollback(int version, WeightsManifest to) {
    return WeightsManifest.newBuilder(to)
        .setVersion(version)
        .setParent(to.getVersion())
        .setIteration(version - 1)
        .setCreatedAt(START.plusSeconds(version))
        .build();
  }
}
