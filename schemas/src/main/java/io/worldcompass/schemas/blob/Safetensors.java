package io.worldcompass.schemas.blob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reads and writes safetensors files: an 8-byte header length, a JSON header, then the tensors. The
 * same tensors and metadata always give the same bytes, so a file's hash names its content.
 *
 * <p>Nothing in a file is believed: the header is at most 100 MB, every offset is checked, and the
 * tensors must cover the file without gap or overlap. One tensor is at most 2 GiB, a file any size.
 */
public final class Safetensors {
  static final int MAX_HEADER_BYTES = 100_000_000;
  private static final int LENGTH_BYTES = Long.BYTES;

  private Safetensors() {}

  /**
   * Writes a file whole or not at all: to a neighbour first, which is then moved into place.
   *
   * @throws IllegalArgumentException when two tensors share a name
   */
  public static void write(Path file, List<Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    Path absolute = file.toAbsolutePath();
    Path part = absolute.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        write(channel, tensors, metadata);
        channel.force(true);
      }
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Writes to a stream, which stays open.
   *
   * @throws IllegalArgumentException when two tensors share a name
   */
  public static void write(OutputStream out, List<Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    write(Channels.newChannel(out), tensors, metadata);
    out.flush();
  }

  /**
   * A file's bytes, to be stored as a blob.
   *
   * @throws IllegalArgumentException when two tensors share a name
   */
  public static byte[] bytes(List<Tensor> tensors, Map<String, String> metadata) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out, tensors, metadata);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written to", e);
    }
    return out.toByteArray();
  }

  /**
   * Opens a file; the tensors are memory-mapped, so only what is used is read. The file must not be
   * changed in place afterwards (deleting it is fine).
   *
   * @throws CorruptTensorFileException when the content breaks the format
   */
  public static TensorFile read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel.size(), (offset, bytes) -> channel.map(MapMode.READ_ONLY, offset, bytes));
    } catch (CorruptTensorFileException e) {
      throw new CorruptTensorFileException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file's bytes; the tensors are views of the array.
   *
   * @throws CorruptTensorFileException when the content breaks the format
   */
  public static TensorFile read(byte[] file) throws IOException {
    return read(
        file.length, (offset, bytes) -> ByteBuffer.wrap(file).slice((int) offset, (int) bytes));
  }

  private static void write(
      WritableByteChannel channel, List<Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    List<Tensor> ordered = ordered(tensors);
    byte[] header = padded(header(ordered, metadata).render());
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    writeFully(channel, length.putLong(0, header.length));
    writeFully(channel, ByteBuffer.wrap(header));
    for (Tensor tensor : ordered) {
      writeFully(channel, tensor.data());
    }
  }

  /**
   * Wide elements first, as Python's writer does, so that every tensor is aligned; then by name.
   */
  private static List<Tensor> ordered(List<Tensor> tensors) {
    Set<String> names = new HashSet<>();
    for (Tensor tensor : tensors) {
      if (tensor.name().equals(TensorHeader.METADATA) || !names.add(tensor.name())) {
        throw new IllegalArgumentException("a second or reserved tensor name: " + tensor.name());
      }
    }
    Comparator<Tensor> wideFirst = Comparator.comparingInt(tensor -> -tensor.dtype().bytes());
    return tensors.stream().sorted(wideFirst.thenComparing(Tensor::name)).toList();
  }

  private static TensorHeader header(List<Tensor> ordered, Map<String, String> metadata) {
    List<TensorHeader.Entry> entries = new ArrayList<>();
    long begin = 0;
    for (Tensor tensor : ordered) {
      long end = begin + tensor.data().remaining();
      entries.add(
          new TensorHeader.Entry(tensor.name(), tensor.dtype(), tensor.shape(), begin, end));
      begin = end;
    }
    return new TensorHeader(entries, metadata);
  }

  /** Spaces after the JSON, which the format allows, so that the data starts at a multiple of 8. */
  private static byte[] padded(byte[] json) {
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer buffer)
      throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static TensorFile read(long fileBytes, Source source) throws IOException {
    if (fileBytes < LENGTH_BYTES) {
      throw new CorruptTensorFileException("too short for a safetensors file: " + fileBytes);
    }
    long length = source.at(0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES || length > fileBytes - LENGTH_BYTES) {
      throw new CorruptTensorFileException(
          "a header of %s bytes in a file of %d: cut short, or no safetensors file"
              .formatted(Long.toUnsignedString(length), fileBytes));
    }
    byte[] json = new byte[(int) length];
    source.at(LENGTH_BYTES, length).get(json);
    long data = LENGTH_BYTES + length;
    TensorHeader header = TensorHeader.parse(json, fileBytes - data);
    List<Tensor> tensors = new ArrayList<>();
    for (TensorHeader.Entry entry : header.entries()) {
      tensors.add(tensor(entry, data, source));
    }
    return new TensorFile(tensors, header.metadata());
  }

  private static Tensor tensor(TensorHeader.Entry entry, long data, Source source)
      throws IOException {
    long bytes = entry.end() - entry.begin();
    if (bytes > Integer.MAX_VALUE) {
      throw new CorruptTensorFileException("tensor " + entry.name() + " is larger than 2 GiB");
    }
    return new Tensor(
        entry.name(), entry.dtype(), entry.shape(), source.at(data + entry.begin(), bytes));
  }

  /** A part of the file as a buffer at position 0. */
  private interface Source {
    ByteBuffer at(long offset, long bytes) throws IOException;
  }
}
