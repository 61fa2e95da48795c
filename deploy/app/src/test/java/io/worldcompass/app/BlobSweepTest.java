package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.worldcompass.schemas.blob.BlobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guarantee 9: blobs are collected by reachability, on the topics of a run. */
@Timeout(120)
class BlobSweepTest {
  private static final int ITERATIONS = 4;

  @TempDir private Path data;

  @Test
  void whatNoLiveRecordNamesGoesAndWhatOneNamesStays() throws IOException {
    TinyRun.upTo(data, ITERATIONS);
    try (Deployment deployment =
        Deployment.startLocal(TinyRun.config(data, Map.of("storage.keep-iterations", "2")))) {
      BlobStore blobs = deployment.blobs();
      String unnamed = blobs.put("never named".getBytes(StandardCharsets.UTF_8));
      Path torn = Files.writeString(data.resolve("blobs").resolve("0a.part"), "half");

      assertThat(new BlobSweep(deployment).sweep(Instant.now().minus(BlobSweep.GRACE)).removed())
          .as("a record may be on the way")
          .isZero();
      BlobStore.Swept swept = new BlobSweep(deployment).sweep(Instant.now().plusSeconds(60));

      assertThat(blobs.contains(unnamed)).isFalse();
      assertThat(torn).doesNotExist();
      // One file a group: those of the two older iterations, and the two above.
      assertThat(swept.removed()).isEqualTo(2L * TinyRun.PREFIXES + 2);
      assertThat(problems(1)).isEqualTo(TinyRun.PREFIXES);
      assertThat(problems(2)).isEqualTo(TinyRun.PREFIXES);
      assertThat(problems(3)).isZero();
      assertThat(problems(4)).isZero();
      TinyRun.train(deployment, ITERATIONS + 2);
    }
  }

  private int problems(int iteration) {
    JsonNode audit =
        Outcome.of("audit", "--iteration", "" + iteration, "--data", data.toString())
            .succeeded()
            .json()
            .get(0);
    return audit.get("blobs").get("problems").size();
  }
}
