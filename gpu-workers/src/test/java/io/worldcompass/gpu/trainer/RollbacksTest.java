package io.worldcompass.gpu.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.LeftOut;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.FileBlobStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused is tested on a broker, by StoppedRunRollbackTest. */
class RollbacksTest {
  @TempDir private Path directory;

  @Test
  void aRollbackIsANewVersionWithTheWeightsAndStateOfTheOldOneAsItsParent() {
    BlobStore blobs = new FileBlobStore(directory);
    WeightsManifest wanted = Manifests.of(blobs, 3, 2);
    wanted.setLeftOut(List.of(new LeftOut("p", List.of(1), "lost")));
    wanted.setMetrics(Map.of("loss", 0.5));
    WeightsManifest newest = Manifests.of(blobs, 7, 6);

    WeightsManifest next = Rollbacks.next(newest, wanted);

    assertThat(next.getVersion()).isEqualTo(8);
    assertThat(next.getParent()).isEqualTo(3);
    assertThat(next.getPolicy()).isEqualTo(wanted.getPolicy());
    assertThat(next.getState()).isEqualTo(wanted.getState());
    // Training goes on behind what has been consumed: no batch is trained twice.
    assertThat(next.getIteration()).isEqualTo(newest.getIteration());
    assertThat(next.getBatchOffset()).isEqualTo(newest.getBatchOffset());
    assertThat(next.getLeftOut()).as("nothing was trained").isEmpty();
    assertThat(next.getMetrics())
        .as("of no batch")
        .isEqualTo(Map.of(WatchMetrics.ROLLED_BACK_TO, 3.0));
    assertThat(Rollbacks.key(next)).as("compaction keeps both").isNotEqualTo(Rollbacks.key(wanted));
  }
}
