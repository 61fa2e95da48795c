package io.worldcompass.schemas.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientBlobStoreTest {
  private static final byte[] BYTES = "a blob".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  @Test
  void aWriteThatFailsIsTriedAgainUntilThereIsSpace() {
    FullDisk disk = new FullDisk(new FileBlobStore(directory), 1);
    PatientBlobStore patient = new PatientBlobStore(disk, Duration.ofMinutes(1));
    String sha256 = patient.put(BYTES);
    assertThat(disk.writes).isEqualTo(2);
    assertThat(patient.contains(sha256)).isTrue();
    assertThat(patient.get(sha256)).isEqualTo(BYTES);
  }

  @Test
  void aDiskThatStaysFullForTooLongIsTheWritersError() {
    FullDisk disk = new FullDisk(new FileBlobStore(directory), Integer.MAX_VALUE);
    PatientBlobStore patient = new PatientBlobStore(disk, Duration.ZERO);
    assertThatThrownBy(() -> patient.put(BYTES))
        .isInstanceOf(BlobException.class)
        .hasMessage("no space");
    assertThat(disk.writes).isEqualTo(1);
  }

  @Test
  void aWorkerThatIsStoppedDoesNotWaitForSpace() {
    FullDisk disk = new FullDisk(new FileBlobStore(directory), Integer.MAX_VALUE);
    PatientBlobStore patient = new PatientBlobStore(disk, Duration.ofDays(1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> patient.put(BYTES)).isInstanceOf(BlobException.class);
    assertThat(Thread.interrupted()).as("still marked, for the loop that stops").isTrue();
  }

  @Test
  void aReadThatFailsIsNotTriedAgain() {
    PatientBlobStore patient =
        new PatientBlobStore(new FileBlobStore(directory), Duration.ofDays(1));
    assertThatThrownBy(() -> patient.get("0".repeat(64))).isInstanceOf(BlobException.class);
  }

  /** Has space again after so many writes. */
  private static final class FullDisk implements BlobStore {
    private final BlobStore store;
    private final int failures;
    private int writes;

    FullDisk(BlobStore store, int failures) {
      this.store = store;
      this.failures = failures;
    }

    @Override
    public String put(byte[] bytes) {
      if (++writes <= failures) {
        throw new BlobException("no space");
      }
      return store.put(bytes);
    }

    @Override
    public byte[] get(String sha256) {
      return store.get(sha256);
    }

    @Override
    public boolean contains(String sha256) {
      return store.contains(sha256);
    }

    @Override
    public void delete(String sha256) {
      store.delete(sha256);
    }

    @Override
    public Swept sweep(Instant before, Predicate<String> keep) {
      return store.sweep(before, keep);
    }
  }
}
