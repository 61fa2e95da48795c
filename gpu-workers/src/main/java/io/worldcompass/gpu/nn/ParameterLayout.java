package io.worldcompass.gpu.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Names, shapes and offsets of parameters that lie one after the other in one flat float32 vector.
 * One vector makes the optimiser, the moving averages and saving one operation each.
 */
public final class ParameterLayout {
  /**
   * One parameter.
   *
   * @param offset index of its first value in the flat vector
   * @param deviation standard deviation of its starting values; 0 starts at zero
   */
  public record Entry(String name, Shape shape, long offset, double deviation) {
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
  public void add(String name, Shape shape, double deviation) {
    if (indexes.putIfAbsent(name, entries.size()) != null) {
      throw new IllegalArgumentException("parameter name used twice: " + name);
    }
    entries.add(new Entry(name, shape, size, deviation));
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

  /**
   * Shaped views of a flat vector [P], through which gradients flow back into it. The views belong
   * to {@code manager}, not to the vector's own, so that they end with the computation.
   */
  public NDList split(NDArray flat, NDManager manager) {
    if (flat.size() != size) {
      throw new IllegalArgumentException(
          "expected " + size + " values of parameters, got " + flat.size());
    }
    long[] cuts = entries.stream().skip(1).mapToLong(Entry::offset).toArray();
    NDList parts = flat.split(cuts);
    parts.attach(manager);
    NDList shaped = new NDList(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      shaped.add(parts.get(i).reshape(entries.get(i).shape()));
    }
    return shaped;
  }

  /** Starting values: normal with each parameter's deviation; the same seed gives the same. */
  public float[] initial(long seed) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(size)];
    for (Entry entry : entries) {
      for (long i = entry.offset(); i < entry.offset() + entry.size(); i++) {
        values[(int) i] = (float) (entry.deviation() * random.nextGaussian());
      }
    }
    return values;
  }

  /** Overwrites the values of one parameter in the flat vector. */
  public void set(NDArray flat, String name, NDArray values) {
    Entry entry = entries.get(index(name));
    NDIndex range = new NDIndex("{}:{}", entry.offset(), entry.offset() + entry.size());
    flat.set(range, values.reshape(entry.size()));
  }
}
