package io.worldcompass.gpu.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names, shapes and offsets of parameters that lie one after the other in one flat float32 vector.
 * One vector makes the optimiser, the moving averages and saving one operation each.
 */
public final class ParameterLayout {
  /**
   * One parameter.
   *
   * @param offset index of its first value in the flat vector
   */
  public record Entry(String name, Shape shape, long offset) {
    /** Number of values. */
    public long size() {
      return shape.size();
    }
  }

  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private long size;

  /**
   * Adds a parameter behind the others.
   *
   * @throws IllegalArgumentException when the name is taken
   */
  public void add(String name, Shape shape) {
    if (indexes.putIfAbsent(name, entries.size()) != null) {
      throw new IllegalArgumentException("parameter name used twice: " + name);
    }
    entries.add(new Entry(name, shape, size));
    size += shape.size();
  }

  /** All parameters, in the order of their offsets. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Number of values in the flat vector. */
  public long size() {
    return size;
  }

  /**
   * Index of a parameter in {@link #entries} and in {@link #split}.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public int index(String name) {
    Integer index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no parameter named " + name);
    }
    return index;
  }

  /** Shaped views of a flat vector [P], through which gradients flow back into it. */
  public NDList split(NDArray flat) {
    if (flat.size() != size) {
      throw new IllegalArgumentException(
          "expected " + size + " values of parameters, got " + flat.size());
    }
    long[] cuts = entries.stream().skip(1).mapToLong(Entry::offset).toArray();
    NDList parts = cuts.length == 0 ? new NDList(flat) : flat.split(cuts);
    NDList shaped = new NDList(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      shaped.add(parts.get(i).reshape(entries.get(i).shape()));
    }
    return shaped;
  }

  /** The values of one parameter, a copy of its part of the flat vector. */
  public NDArray get(NDArray flat, String name) {
    Entry entry = entries.get(index(name));
    return flat.get(new NDIndex("{}:{}", entry.offset(), entry.offset() + entry.size()))
        .reshape(entry.shape());
  }
}
