package io.worldcompass.gpu.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.schemas.blob.DType;
import io.worldcompass.schemas.blob.Safetensors;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.blob.TensorFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Flat parameter vectors as safetensors files, one named tensor a parameter. */
public final class WeightsFile {
  private WeightsFile() {}

  /** Writes the file whole or not at all; metadata says where the weights come from. */
  public static void write(
      Path file, ParameterLayout layout, NDArray flat, Map<String, String> metadata)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    try (NDManager scope = flat.getManager().newSubManager()) {
      NDList parts = layout.split(flat.stopGradient(), scope);
      for (int i = 0; i < parts.size(); i++) {
        tensors.add(TensorArrays.toTensor(layout.entries().get(i).name(), parts.get(i)));
      }
    }
    Safetensors.write(file, tensors, metadata);
  }

  /**
   * The flat vector of a file.
   *
   * @throws IllegalArgumentException when the file lacks a parameter of the layout or has it in
   *     another shape
   */
  public static NDArray read(NDManager manager, ParameterLayout layout, TensorFile file) {
    ByteBuffer flat =
        ByteBuffer.allocateDirect(Math.toIntExact(4 * layout.size()))
            .order(ByteOrder.nativeOrder());
    for (ParameterLayout.Entry entry : layout.entries()) {
      Tensor tensor = file.tensor(entry.name());
      if (tensor.dtype() != DType.F32 || !new Shape(tensor.shape()).equals(entry.shape())) {
        throw new IllegalArgumentException(
            "weights do not fit the model: expected F32%s for %s, got %s"
                .formatted(entry.shape(), entry.name(), tensor));
      }
      for (float value : tensor.floats()) {
        flat.putFloat(value);
      }
    }
    return manager.create(flat.rewind().asFloatBuffer(), new Shape(layout.size()));
  }

  /**
   * The flat vector of a file that ships with this module.
   *
   * @param name of a resource under /weights, such as "base.safetensors"
   */
  public static NDArray readShipped(NDManager manager, ParameterLayout layout, String name)
      throws IOException {
    return read(manager, layout, shipped(name));
  }

  /** A file that ships with this module, with its metadata. */
  public static TensorFile shipped(String name) throws IOException {
    try (InputStream in = WeightsFile.class.getResourceAsStream("/weights/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no weights named " + name + " ship with this version");
      }
      return Safetensors.read(in.readAllBytes());
    }
  }
}
