package io.worldcompass.gpu.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** The named views of a flat parameter vector, for one computation. */
public final class Parameters {
  private final ParameterLayout layout;
  private final NDList views;

  public Parameters(ParameterLayout layout, NDArray flat, NDManager manager) {
    this.layout = layout;
    this.views = layout.split(flat, manager);
  }

  /**
   * The view of a parameter.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public NDArray get(String name) {
    return views.get(layout.index(name));
  }
}
