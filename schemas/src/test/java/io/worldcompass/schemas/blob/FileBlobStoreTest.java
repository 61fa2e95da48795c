package io.worldcompass.schemas.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest extends BlobStoreContract {
  @TempDir private Path folder;

  @Override
  BlobStore store() {
    return new FileBlobStore(folder);
  }

  @Override
  void corrupt(String sha256) {
    try {
      Files.writeString(folder.resolve(sha256.substring(0, 2)).resolve(sha256), "hellp");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
