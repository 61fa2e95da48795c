package io.worldcompass.gpu.blobs;

import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.blob.BlobException;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.blob.TensorFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Follows tensor references into the blob store. Every blob is verified when it is read; the last
 * few stay in memory, since the candidates of a group share one. Not thread-safe.
 */
public final class TensorBlobs {
  private static final int REMEMBERED = 16;

  private final BlobStore blobs;
  private final Map<String, TensorFile> recent =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TensorFile> eldest) {
          return size() > REMEMBERED;
        }
      };

  public TensorBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * The tensor that a reference names.
   *
   * @throws BlobException when the blob is missing, corrupt, no safetensors file, or holds no such
   *     tensor of that shape
   */
  public Tensor get(TensorRef ref) {
    TensorFile file = recent.computeIfAbsent(ref.getSha256(), this::read);
    if (!file.names().contains(ref.getTensor())) {
      throw new BlobException("blob " + ref.getSha256() + " has no tensor " + ref.getTensor());
    }
    Tensor tensor = file.tensor(ref.getTensor());
    long[] expected = ref.getShape().stream().mapToLong(Long::longValue).toArray();
    if (!java.util.Arrays.equals(tensor.shape(), expected)) {
      throw new BlobException(
          "tensor " + tensor + " of blob " + ref.getSha256() + ": expected " + ref.getShape());
    }
    return tensor;
  }

  private TensorFile read(String sha256) {
    try {
      return Safetensors.read(blobs.get(sha256));
    } catch (IOException e) {
      throw new BlobException("blob " + sha256 + " is no safetensors file: " + e.getMessage(), e);
    }
  }
}
