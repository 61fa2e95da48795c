package io.worldcompass.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarpTest {
  private static final Shape FIELD = new Shape(1, 1, 4, 4);
  private final NDManager manager = NDManager.newBaseManager();
  // Value of a pixel: column + 10 * row.
  private final NDArray picture =
      manager.arange(4f).reshape(1, 1, 1, 4).add(manager.arange(4f).mul(10).reshape(1, 1, 4, 1));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void noDisplacementGivesThePicture() {
    NDArray zero = manager.zeros(FIELD);
    assertThat(Warp.of(picture, zero, zero).toFloatArray()).isEqualTo(picture.toFloatArray());
  }

  @Test
  void aFractionMixesNeighboursAndTheBorderIsRepeated() {
    NDArray across = manager.full(FIELD, 0.25f);
    NDArray down = manager.full(FIELD, 1f);
    float[] moved = Warp.of(picture, across, down).toFloatArray();
    assertThat(moved[0]).isCloseTo(10.25f, within(1e-5f));
    assertThat(moved[3]).isCloseTo(13f, within(1e-5f));
    assertThat(moved[15]).isCloseTo(33f, within(1e-5f));
  }

  @Test
  void theGradientIsThePicturesSlope() {
    NDArray across = manager.full(FIELD, 0.5f);
    across.setRequiresGradient(true);
    NDArray down = manager.full(FIELD, 0.5f);
    down.setRequiresGradient(true);
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      collector.backward(Warp.of(picture, across, down).sum());
    }
    assertThat(across.getGradient().toFloatArray()[0]).isCloseTo(1, within(1e-4f));
    assertThat(down.getGradient().toFloatArray()[0]).isCloseTo(10, within(1e-3f));
  }

  @Test
  void everyLatentHasDisplacementsOfItsOwn() {
    NDArray across = manager.zeros(FIELD).concat(manager.ones(FIELD), 1);
    NDArray moved = Warp.of(picture, across, manager.zeros(new Shape(1, 2, 4, 4)));
    assertThat(moved.getShape()).isEqualTo(new Shape(1, 2, 1, 4, 4));
    assertThat(moved.get(0, 0, 0, 0, 0).getFloat()).isZero();
    assertThat(moved.get(0, 1, 0, 0, 0).getFloat()).isEqualTo(1);
  }
}
