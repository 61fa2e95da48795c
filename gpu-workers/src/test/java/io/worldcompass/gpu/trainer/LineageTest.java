package io.worldcompass.gpu.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.FileBlobStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {
  @TempDir private Path blobs;
  private final Lineage lineage = new Lineage(List.of());
  private FileBlobStore store;

  @BeforeEach
  void publishTen() {
    store = new FileBlobStore(blobs);
    for (int version = 0; version <= 10; version++) {
      lineage.add(Manifests.of(store, version, version - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void theNewestVersionAndKOlderOnesMayBeTrainedOn(int staleness) {
    assertThat(lineage.trainable(staleness))
        .hasSize(staleness + 1)
        .allMatch(version -> version >= 10 - staleness && version <= 10);
    assertThat(lineage.trainable(64)).hasSize(11);
  }

  @Test
  void aLineThatARollbackAbandonedIsNeverTrainedOn() {
    WeightsManifest back = Manifests.rollback(11, Manifests.of(store, 8, 7));
    lineage.add(back);
    assertThat(lineage.trainable(1)).containsExactly(11);
    assertThat(lineage.trainable(4)).containsExactly(7, 8, 11);
    lineage.add(Manifests.of(store, 12, 11));
    assertThat(lineage.trainable(1)).containsExactly(11, 12);
    assertThat(lineage.trainable(4)).containsExactly(8, 11, 12);
  }

  @Test
  void theNewestVersionAtATimeIsTheLastPublishedByThen() {
    assertThat(lineage.newestAt(Manifests.START.plusMillis(4500))).isEqualTo(4);
    assertThat(lineage.newestAt(Manifests.START.minusSeconds(1))).isZero();
    assertThat(lineage.newestAt(Manifests.START.plusSeconds(99))).isEqualTo(10);
  }
}
