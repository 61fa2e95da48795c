package io.worldcompass.gpu.reward;

import ai.djl.ndarray.NDArray;
import io.worldcompass.gpu.nn.Layers;
import io.worldcompass.gpu.nn.ParameterLayout;
import io.worldcompass.gpu.nn.Parameters;

/**
 * Correlates every place of one frame with every place of the other, on a grid of 12x12, and reads
 * the motion from those 144 channels. The judge's architecture.
 */
public final class AllPairsNetwork implements MotionNetwork {
  private static final int PATCH = 4;
  private static final int GRID = 12;
  private static final int PLACES = GRID * GRID;
  private static final int FEATURES = 40;
  private static final int HALF = GRID / 2;

  @Override
  public String name() {
    return "all-pairs-correlation-12";
  }

  @Override
  public ParameterLayout layout() {
    ParameterLayout layout = new ParameterLayout();
    Layers.declareConv(layout, "encode1", 3 * PATCH * PATCH, FEATURES, 3, 1);
    Layers.declareConv(layout, "encode2", FEATURES, FEATURES, 3, 1);
    Layers.declareConv(layout, "read1", PLACES, 64, 1, 1);
    Layers.declareConv(layout, "read2", 64, 80, 3, 1);
    Layers.declareLinear(layout, "read3", 80 * HALF * HALF, 128, 1);
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
    NDArray pairs = Correlation.allPairs(before, after).reshape(-1, PLACES, GRID, GRID);
    NDArray h = Layers.silu(Layers.conv(p, "read1", pairs));
    h = Layers.silu(Layers.conv(p, "read2", h, 2, 1)).reshape(-1, 80 * HALF * HALF);
    return Layers.linear(p, "motion", Layers.silu(Layers.linear(p, "read3", h)));
  }
}
