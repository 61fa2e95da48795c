package io.worldcompass.schemas.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every blob store must do. */
abstract class BlobStoreContract {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final String HELLO_SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  abstract BlobStore store();

  /** Changes a stored blob behind the store's back. */
  abstract void corrupt(String sha256);

  @Test
  void aBlobIsFoundUnderItsHash() {
    assertThat(store().put(HELLO)).isEqualTo(HELLO_SHA256);
    assertThat(store().get(HELLO_SHA256)).isEqualTo(HELLO);
    assertThat(store().contains(HELLO_SHA256)).isTrue();
  }

  @Test
  void storingTheSameBytesAgainChangesNothing() {
    store().put(HELLO);
    assertThat(store().put(HELLO)).isEqualTo(HELLO_SHA256);
    assertThat(store().get(HELLO_SHA256)).isEqualTo(HELLO);
  }

  @Test
  void aMissingBlobIsNamed() {
    assertThatThrownBy(() -> store().get(HELLO_SHA256))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining(HELLO_SHA256)
        .hasMessageContaining("missing");
  }

  @Test
  void anAlteredBlobIsNeverReturned() {
    store().put(HELLO);
    corrupt(HELLO_SHA256);
    assertThatThrownBy(() -> store().get(HELLO_SHA256))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("corrupt");
  }

  @Test
  void aDeletedBlobIsGoneAndDeletingItAgainIsFine() {
    store().put(HELLO);
    store().delete(HELLO_SHA256);
    store().delete(HELLO_SHA256);
    assertThat(store().contains(HELLO_SHA256)).isFalse();
  }

  @Test
  void storingRepairsABlobThatWasAltered() {
    store().put(HELLO);
    corrupt(HELLO_SHA256);
    store().put(HELLO);
    assertThat(store().get(HELLO_SHA256)).isEqualTo(HELLO);
  }

  @Test
  void aSweepRemovesWhatIsOldAndNotToBeKept() {
    String other = store().put("other".getBytes(StandardCharsets.UTF_8));
    store().put(HELLO);
    Instant old = Instant.now().minusSeconds(60);
    Instant later = Instant.now().plusSeconds(60);

    assertThat(store().sweep(old, sha256 -> false)).isEqualTo(new BlobStore.Swept(0, 0, 2));
    assertThat(store().sweep(later, HELLO_SHA256::equals)).isEqualTo(new BlobStore.Swept(1, 5, 1));
    assertThat(store().contains(HELLO_SHA256)).isTrue();
    assertThat(store().contains(other)).isFalse();
  }

  @Test
  void aNameThatIsNoHashNeverReachesTheStorage() {
    assertThatThrownBy(() -> store().get("../../etc/passwd")).isInstanceOf(BlobException.class);
  }
}
