package io.worldcompass.producers;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Compressed recordings, known by their first bytes: gzip and Zstandard. */
final class Compression {
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final int BUFFER = 1 << 16;

  private Compression() {}

  /**
   * The recording's bytes, decompressed where need be.
   *
   * @throws BadLogException when the recording cannot be opened
   * @throws IOException when its compressed beginning is broken
   */
  static InputStream plain(LogInput input) throws BadLogException, IOException {
    BufferedInputStream in = new BufferedInputStream(input.open(), BUFFER);
    try {
      in.mark(ZSTD.length);
      byte[] magic = in.readNBytes(ZSTD.length);
      in.reset();
      if (startsWith(magic, GZIP)) {
        return new GZIPInputStream(in, BUFFER);
      }
      return startsWith(magic, ZSTD) ? new ZstdInputStream(in) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Whether a file that starts like this is a compressed one. */
  static boolean isCompressed(byte[] beginning) {
    return startsWith(beginning, GZIP) || startsWith(beginning, ZSTD);
  }

  /** The name without the extension of a compressed file. */
  static String plainName(String name) {
    return name.replaceFirst("\\.(gz|zst)$", "");
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length && Arrays.equals(Arrays.copyOf(bytes, magic.length), magic);
  }
}
