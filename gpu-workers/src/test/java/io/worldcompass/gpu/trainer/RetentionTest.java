package io.worldcompass.gpu.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.FileBlobStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final int STATES = 2;
  private static final int WEIGHTS = 4;
  @TempDir private Path folder;
  private BlobStore blobs;
  private Retention retention;
  private final List<WeightsManifest> published = new ArrayList<>();

  @BeforeEach
  void open() {
    blobs = new FileBlobStore(folder);
    retention = new Retention(blobs, STATES, WEIGHTS, List.of());
  }

  @Test
  void theNewestStatesAndWeightsStayAndTheBase() {
    publishUpTo(9);
    assertThat(versionsWithState()).containsExactly(0, 8, 9);
    assertThat(versionsWithWeights()).containsExactly(0, 6, 7, 8, 9);
  }

  @Test
  void thePinnedVersionStaysWholeUntilAnotherIsPinned() {
    publishUpTo(3);
    retention.pin(published.get(3));
    publishUpTo(9);
    assertThat(versionsWithState()).containsExactly(0, 3, 8, 9);
    assertThat(versionsWithWeights()).containsExactly(0, 3, 6, 7, 8, 9);
    assertThat(retention.pinned(3)).contains(published.get(3));
    retention.pin(published.get(9));
    assertThat(versionsWithState()).containsExactly(0, 8, 9);
    assertThat(versionsWithWeights()).containsExactly(0, 6, 7, 8, 9);
    assertThat(retention.pinned(3)).isEmpty();
  }

  @Test
  void pinningTheSameVersionAgainDeletesNothing() {
    publishUpTo(3);
    retention.pin(published.get(3));
    publishUpTo(9);
    retention.pin(published.get(3));
    assertThat(versionsWithState()).contains(3);
  }

  private void publishUpTo(int last) {
    for (int version = published.size(); version <= last; version++) {
      WeightsManifest manifest = manifest(version);
      published.add(manifest);
      retention.published(manifest);
    }
  }

  private List<Integer> versionsWithState() {
    return published.stream()
        .filter(manifest -> blobs.contains(manifest.getState()))
        .map(WeightsManifest::getVersion)
        .toList();
  }

  private List<Integer> versionsWithWeights() {
    return published.stream()
        .filter(manifest -> blobs.contains(manifest.getPolicy().getSha256()))
        .map(WeightsManifest::getVersion)
        .toList();
  }

  private WeightsManifest manifest(int version) {
    TensorRef weights = new TensorRef(put("weights " + version), "policy", List.of(1L));
    return WeightsManifest.newBuilder()
        .setModel("toy")
        .setVersion(version)
        .setParent(version - 1)
        .setIteration(version)
        .setPolicy(weights)
        .setCheckpoint(weights)
        .setState(put("state " + version))
        .setBytes(1)
        .setPolicyDecay(0)
        .setBatchOffset(version)
        .setMetrics(Map.of())
        .setCreatedAt(Instant.EPOCH)
        .build();
  }

  private String put(String text) {
    return blobs.put(text.getBytes(StandardCharsets.UTF_8));
  }
}
