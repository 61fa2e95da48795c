package io.worldcompass.gpu.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.FileBlobStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionMilestonesTest {
  private static final int KEEP_STATES = 3;
  private static final int KEEP_WEIGHTS = 25;

  @TempDir private Path blobs;
  private final List<WeightsManifest> published = new ArrayList<>();
  private FileBlobStore store;
  private Retention retention;

  @BeforeEach
  void open() {
    store = new FileBlobStore(blobs);
    retention = new Retention(store, KEEP_STATES, KEEP_WEIGHTS, List.of());
  }

  private void publish(int from, int to) {
    for (int version = from; version <= to; version++) {
      publish(Manifests.of(store, version, version - 1));
    }
  }

  private void publish(WeightsManifest manifest) {
    published.add(manifest);
    retention.published(manifest);
  }

  private List<Integer> withWeights() {
    return published.stream()
        .filter(manifest -> store.contains(manifest.getPolicy().getSha256()))
        .map(WeightsManifest::getVersion)
        .toList();
  }

  private List<Integer> withState() {
    return published.stream()
        .filter(manifest -> store.contains(manifest.getState()))
        .map(WeightsManifest::getVersion)
        .toList();
  }

  @Test
  void theNewestWeightsAndStatesTheMilestonesAndEveryTenthRecentStateStay() {
    publish(0, 150);
    List<Integer> expected = new ArrayList<>(List.of(0, 100));
    IntStream.rangeClosed(126, 150).forEach(expected::add);
    assertThat(withWeights()).isEqualTo(expected);
    assertThat(withState()).containsExactly(0, 100, 130, 140, 148, 149, 150);
  }

  @Test
  void aRestartForgetsNothing() {
    publish(0, 60);
    retention = new Retention(store, KEEP_STATES, KEEP_WEIGHTS, published);
    publish(61, 150);
    assertThat(withState()).containsExactly(0, 100, 130, 140, 148, 149, 150);
  }

  @Test
  void whatARollbackSharesWithAnOlderVersionStaysWithIt() {
    publish(0, 110);
    WeightsManifest milestone = published.get(100);
    publish(Manifests.rollback(111, milestone));
    publish(112, 200);
    assertThat(store.contains(milestone.getState())).isTrue();
    assertThat(store.contains(milestone.getPolicy().getSha256())).isTrue();
    WeightsManifest tenth = published.get(190);
    publish(Manifests.rollback(201, tenth));
    publish(202, 216);
    assertThat(store.contains(tenth.getPolicy().getSha256())).isTrue();
    publish(217, 240);
    assertThat(store.contains(tenth.getState())).isFalse();
  }
}
