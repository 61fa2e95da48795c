package io.worldcompass.schemas.blob;

/**
 * The element types that this project stores; little endian, named as in the safetensors format.
 */
public enum DType {
  F64(8),
  F32(4),
  I64(8),
  I32(4),
  U8(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
