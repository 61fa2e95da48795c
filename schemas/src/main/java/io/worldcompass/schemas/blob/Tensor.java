package io.worldcompass.schemas.blob;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A named array, row major, without any engine behind it.
 *
 * @param name its key in a file; any string but {@code __metadata__}
 * @param dtype the element type
 * @param shape the extents, none negative; empty for a scalar
 * @param data the elements, little endian; read-only, possibly a memory-mapped part of a file
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, and compared by content
public record Tensor(String name, DType dtype, long[] shape, ByteBuffer data) {
  /**
   * @throws IllegalArgumentException when the data's size is not the shape's
   */
  public Tensor {
    Objects.requireNonNull(name, "name");
    shape = shape.clone();
    data = data.asReadOnlyBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
    if (data.remaining() != byteSize(dtype, shape)) {
      throw new IllegalArgumentException(
          "tensor %s of type %s and shape %s takes %d bytes, got %d"
              .formatted(
                  name, dtype, Arrays.toString(shape), byteSize(dtype, shape), data.remaining()));
    }
  }

  /** A float32 tensor with a copy of the values. */
  public static Tensor ofFloats(String name, float[] values, long... shape) {
    ByteBuffer buffer = allocate(values.length, DType.F32);
    buffer.asFloatBuffer().put(values);
    return new Tensor(name, DType.F32, shape, buffer);
  }

  /** A float64 tensor with a copy of the values. */
  public static Tensor ofDoubles(String name, double[] values, long... shape) {
    ByteBuffer buffer = allocate(values.length, DType.F64);
    buffer.asDoubleBuffer().put(values);
    return new Tensor(name, DType.F64, shape, buffer);
  }

  /** An int32 tensor with a copy of the values. */
  public static Tensor ofInts(String name, int[] values, long... shape) {
    ByteBuffer buffer = allocate(values.length, DType.I32);
    buffer.asIntBuffer().put(values);
    return new Tensor(name, DType.I32, shape, buffer);
  }

  /** An int64 tensor with a copy of the values. */
  public static Tensor ofLongs(String name, long[] values, long... shape) {
    ByteBuffer buffer = allocate(values.length, DType.I64);
    buffer.asLongBuffer().put(values);
    return new Tensor(name, DType.I64, shape, buffer);
  }

  /** An unsigned byte tensor with a copy of the values, for instance of 8-bit pictures. */
  public static Tensor ofBytes(String name, byte[] values, long... shape) {
    return new Tensor(name, DType.U8, shape, ByteBuffer.wrap(values.clone()));
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** A fresh read-only view at position 0, little endian. */
  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The same tensor under another name. */
  public Tensor named(String other) {
    return new Tensor(other, dtype, shape, data);
  }

  /** The number of elements. */
  public int size() {
    return data.capacity() / dtype.bytes();
  }

  /**
   * A copy of the values.
   *
   * @throws IllegalStateException when the type is not F32
   */
  public float[] floats() {
    require(DType.F32);
    float[] values = new float[size()];
    data().asFloatBuffer().get(values);
    return values;
  }

  /**
   * A copy of the values.
   *
   * @throws IllegalStateException when the type is not F64
   */
  public double[] doubles() {
    require(DType.F64);
    double[] values = new double[size()];
    data().asDoubleBuffer().get(values);
    return values;
  }

  /**
   * A copy of the values.
   *
   * @throws IllegalStateException when the type is not I32
   */
  public int[] ints() {
    require(DType.I32);
    int[] values = new int[size()];
    data().asIntBuffer().get(values);
    return values;
  }

  /**
   * A copy of the values.
   *
   * @throws IllegalStateException when the type is not I64
   */
  public long[] longs() {
    require(DType.I64);
    long[] values = new long[size()];
    data().asLongBuffer().get(values);
    return values;
  }

  /**
   * A copy of the values.
   *
   * @throws IllegalStateException when the type is not U8
   */
  public byte[] bytes() {
    require(DType.U8);
    byte[] values = new byte[size()];
    data().get(values);
    return values;
  }

  /** Whether name, type, shape and every bit of the data agree. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && name.equals(that.name)
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, dtype, Arrays.hashCode(shape));
  }

  @Override
  public String toString() {
    return name + " " + dtype + Arrays.toString(shape);
  }

  /**
   * The bytes that a shape takes.
   *
   * @throws ArithmeticException when that passes 2^63
   */
  static long byteSize(DType dtype, long[] shape) {
    long size = dtype.bytes();
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(shape));
      }
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  private static ByteBuffer allocate(int elements, DType dtype) {
    return ByteBuffer.allocate(Math.multiplyExact(elements, dtype.bytes()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private void require(DType wanted) {
    if (dtype != wanted) {
      throw new IllegalStateException("tensor " + name + " is " + dtype + ", not " + wanted);
    }
  }
}
