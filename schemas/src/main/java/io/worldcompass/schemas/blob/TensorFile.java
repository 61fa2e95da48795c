package io.worldcompass.schemas.blob;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tensors and the metadata of one safetensors file. */
public final class TensorFile {
  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;

  TensorFile(List<Tensor> tensors, Map<String, String> metadata) {
    this.tensors = tensors.stream().collect(Collectors.toMap(Tensor::name, tensor -> tensor));
    this.metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** The names of the tensors. */
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /**
   * The tensor of a name.
   *
   * @throws IllegalArgumentException when there is none, with the names that there are
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + name + " in the file, it has " + names());
    }
    return tensor;
  }

  /** The file's free text entries; empty when it has none. */
  public Map<String, String> metadata() {
    return metadata;
  }
}
