package io.worldcompass.schemas.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Blobs as files, in 256 folders by the first byte of their hash. A blob appears whole or not at
 * all: it is written under another name, forced to disk, then renamed.
 */
public final class FileBlobStore implements BlobStore {
  private final Path root;

  /**
   * Opens a store, making the folder if need be.
   *
   * @throws BlobException when the folder cannot be made or written
   */
  public FileBlobStore(Path root) {
    this.root = root;
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new BlobException("blob store " + root + " cannot be created: " + e, e);
    }
    if (!Files.isWritable(root)) {
      throw new BlobException("blob store " + root + " is not writable");
    }
  }

  /** SHA-256 of bytes as 64 lower-case hex digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String put(byte[] bytes) {
    String sha256 = sha256(bytes);
    Path target = path(sha256);
    if (isStoredWell(sha256, target)) {
      return sha256;
    }
    try {
      Files.createDirectories(target.getParent());
      Path part = Files.createTempFile(target.getParent(), sha256, ".part");
      try {
        writeForced(part, bytes);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
      return sha256;
    } catch (IOException e) {
      throw new BlobException(
          "blob of "
              + bytes.length
              + " bytes cannot be written below "
              + root
              + " ("
              + e
              + "); free space on that disk or set storage.blobs to another",
          e);
    }
  }

  @Override
  public byte[] get(String sha256) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path(sha256));
    } catch (NoSuchFileException e) {
      throw new BlobException("blob " + sha256 + " is missing from " + root, e);
    } catch (IOException e) {
      throw new BlobException("blob " + sha256 + " cannot be read: " + e, e);
    }
    if (!sha256(bytes).equals(sha256)) {
      throw new BlobException("blob " + sha256 + " is corrupt: its bytes have another hash");
    }
    return bytes;
  }

  @Override
  public boolean contains(String sha256) {
    return Files.exists(path(sha256));
  }

  @Override
  public void delete(String sha256) {
    try {
      Files.deleteIfExists(path(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Swept sweep(Instant before, Predicate<String> keep) {
    long[] counts = new long[3];
    try (Stream<Path> files = Files.walk(root, 2)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                long removed = removedBytes(file, before, keep);
                counts[removed < 0 ? 2 : 0]++;
                counts[1] += Math.max(0, removed);
              });
    } catch (IOException e) {
      throw new BlobException("blob store " + root + " cannot be listed: " + e, e);
    }
    return new Swept(counts[0], counts[1], counts[2]);
  }

  /** Size of a file that was removed; -1: it stays. */
  private static long removedBytes(Path file, Instant before, Predicate<String> keep) {
    try {
      // The name of a torn write is no hash: nothing can name it.
      if (keep.test(file.getFileName().toString())
          || !Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
        return -1;
      }
      long size = Files.size(file);
      Files.delete(file);
      return size;
    } catch (NoSuchFileException e) {
      return 0; // removed by somebody else meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the blob is there, whole; its time is renewed, so that no sweep takes it now. */
  private boolean isStoredWell(String sha256, Path target) {
    try {
      Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
      return sha256(Files.readAllBytes(target)).equals(sha256);
    } catch (IOException e) {
      return false;
    }
  }

  private Path path(String sha256) {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new BlobException("'" + sha256 + "' is no SHA-256 in lower-case hex");
    }
    return root.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private static void writeForced(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }
}
