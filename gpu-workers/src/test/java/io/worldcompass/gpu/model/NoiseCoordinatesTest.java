package io.worldcompass.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoiseCoordinatesTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final NoiseCoordinates coordinates = new NoiseCoordinates(FlowModel.SPEC);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void whiteNoiseHasIndependentStandardNormalCoordinates() {
    NDArray noise =
        Sampler.noise(
            manager, FlowModel.SPEC, LongStream.range(0, 400).map(i -> 7919 * i).toArray());
    NDArray values = coordinates.of(noise);
    assertThat(values.getShape()).isEqualTo(new Shape(400, 2));
    float[] covariance = values.transpose().matMul(values).div(400).toFloatArray();
    assertThat(values.mean(new int[] {0}).toFloatArray())
        .containsExactly(new float[] {0, 0}, within(0.2f));
    assertThat(covariance).containsExactly(new float[] {1, 0, 0, 1}, within(0.25f));
  }

  @Test
  void placedNoiseHasTheCoordinatesAndIsElseTheSame() {
    NDArray noise = Sampler.noise(manager, FlowModel.SPEC, 1, 2, 3);
    float[] places = {-1.5f, 0, 2, 0.5f, 0, -3};
    NDArray wanted = manager.create(places, new Shape(3, 2));
    NDArray placed = coordinates.place(noise, wanted);
    assertThat(coordinates.of(placed).toFloatArray()).containsExactly(places, within(1e-4f));
    NDArray back = coordinates.place(placed, coordinates.of(noise));
    assertThat(back.sub(noise).abs().max().getFloat()).isLessThan(1e-5f);
    double change = placed.sub(noise).norm().getFloat();
    double moved = wanted.sub(coordinates.of(noise)).norm().getFloat();
    assertThat(change).isCloseTo(moved, within(1e-3 * moved));
  }

  @Test
  void anEvenPictureHasNone() {
    NDArray even = manager.ones(FlowModel.SPEC.clipShape(1)).mul(3);
    assertThat(coordinates.of(even).toFloatArray())
        .containsExactly(new float[] {0, 0}, within(1e-3f));
  }
}
