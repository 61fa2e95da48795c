package io.worldcompass.gpu.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.Layers;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;
import io.worldcompass.gpu.nn.Scalars;

/**
 * Compares each place with its neighbourhood in the other frame (a cost volume, as in optical-flow
 * networks), on a grid of 12x12, beside the features themselves. The reward model's architecture.
 */
public final class CostVolumeNetwork implements MotionNetwork {
  private static final int PATCH = 4;
  private static final int GRID = 12;
  private static final int PLACES = GRID * GRID;
  private static final int FEATURES = 32;
  private static final int QUARTER = GRID * GRID / 16;
  private static final int REACH = 3;
  private static final int SHIFTS = (2 * REACH + 1) * (2 * REACH + 1);
  private static final long[] NEIGHBOURS = neighbours();

  @Override
  public String name() {
    return "cost-volume-12";
  }

  @Override
  public ParameterLayout layout() {
    ParameterLayout layout = new ParameterLayout();
    Layers.declareConv(layout, "encode1", 3 * PATCH * PATCH, FEATURES, 3, 1);
    Layers.declareConv(layout, "encode2", FEATURES, FEATURES, 3, 1);
    Layers.declareConv(layout, "read1", SHIFTS + FEATURES, 64, 3, 1);
    Layers.declareConv(layout, "read2", 64, 64, 3, 1);
    Layers.declareConv(layout, "read3", 64, 64, 3, 1);
    Layers.declareLinear(layout, "read4", 64 * QUARTER, 128, 1);
    Layers.declareLinear(layout, "motion", 128, 4, 0.1);
    return layout;
  }

  @Override
  public NDArray encode(Parameters p, NDArray frames) {
    NDArray patches = Layers.spaceToDepth(frames.mul(2).sub(1), PATCH);
    NDArray h = Layers.silu(Layers.conv(p, "encode1", patches));
    return Correlation.unit(Layers.conv(p, "encode2", h)).reshape(-1, FEATURES, PLACES);
  }

  @Override
  public NDArray motions(Parameters p, NDArray before, NDArray after) {
    NDArray volume = volume(Correlation.allPairs(before, after));
    NDArray features = Scalars.times(after.reshape(-1, FEATURES, GRID, GRID), 2);
    NDArray h = Layers.silu(Layers.conv(p, "read1", volume.concat(features, 1)));
    h = Layers.silu(Layers.conv(p, "read2", h, 2, 1));
    h = Layers.silu(Layers.conv(p, "read3", h, 2, 1)).reshape(-1, 64 * QUARTER);
    return Layers.linear(p, "motion", Layers.silu(Layers.linear(p, "read4", h)));
  }

  /** All pairs [N,P,P] to pairs by shift [N,SHIFTS,GRID,GRID]; 0 beyond the border. */
  private static NDArray volume(NDArray pairs) {
    long n = pairs.getShape().get(0);
    NDArray flat = pairs.reshape(n, (long) PLACES * PLACES);
    NDArray beyond = pairs.getManager().zeros(new Shape(n, 1));
    NDArray index = pairs.getManager().create(NEIGHBOURS);
    return flat.concat(beyond, 1).get(new NDIndex(":,{}", index)).reshape(n, SHIFTS, GRID, GRID);
  }

  private static long[] neighbours() {
    long[] index = new long[SHIFTS * PLACES];
    for (int i = 0; i < index.length; i++) {
      int shift = i / PLACES;
      int place = i % PLACES;
      int row = place / GRID + shift / (2 * REACH + 1) - REACH;
      int column = place % GRID + shift % (2 * REACH + 1) - REACH;
      boolean inside = row >= 0 && row < GRID && column >= 0 && column < GRID;
      index[i] = inside ? (row * GRID + column) * (long) PLACES + place : (long) PLACES * PLACES;
    }
    return index;
  }
}
