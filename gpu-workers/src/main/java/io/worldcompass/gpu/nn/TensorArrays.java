package io.worldcompass.gpu.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.schemas.blob.DType;
import io.worldcompass.schemas.blob.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Stored tensors to the engine's arrays and back, bit for bit. */
public final class TensorArrays {
  private TensorArrays() {}

  /** A copy on the manager's device, independent of the file that the tensor may be mapped from. */
  public static NDArray toArray(NDManager manager, Tensor tensor) {
    ByteBuffer data = tensor.data();
    ByteBuffer copy = manager.allocateDirect(data.remaining());
    copy.put(data).rewind();
    return manager.create(copy, new Shape(tensor.shape()), dataType(tensor.dtype()));
  }

  /** A copy in Java's memory. */
  public static Tensor toTensor(String name, NDArray array) {
    ByteBuffer data = array.toByteBuffer(false).order(ByteOrder.LITTLE_ENDIAN);
    return new Tensor(name, dtype(array.getDataType()), array.getShape().getShape(), data);
  }

  private static DataType dataType(DType dtype) {
    return switch (dtype) {
      case F64 -> DataType.FLOAT64;
      case F32 -> DataType.FLOAT32;
      case I64 -> DataType.INT64;
      case I32 -> DataType.INT32;
      case U8 -> DataType.UINT8;
    };
  }

  private static DType dtype(DataType type) {
    return switch (type) {
      case FLOAT64 -> DType.F64;
      case FLOAT32 -> DType.F32;
      case INT64 -> DType.I64;
      case INT32 -> DType.I32;
      case UINT8 -> DType.U8;
      default -> throw new IllegalArgumentException("not stored in files: " + type);
    };
  }
}
