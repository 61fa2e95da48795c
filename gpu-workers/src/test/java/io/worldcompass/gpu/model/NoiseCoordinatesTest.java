package io.worldcompass.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoiseCoordinateTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final NoiseCoordinate coordinate = new NoiseCoordinate(FlowModel.SPEC);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void whiteNoiseHasAStandardNormalCoordinate() {
    NDArray noise =
        Sampler.noise(
            manager, FlowModel.SPEC, LongStream.range(0, 400).map(i -> 7919 * i).toArray());
    float[] values = coordinate.of(noise).toFloatArray();
    double mean = 0;
    double square = 0;
    for (float value : values) {
      mean += value / values.length;
      square += value * value / values.length;
    }
    assertThat(mean).isCloseTo(0, within(0.2));
    assertThat(square).isCloseTo(1, within(0.25));
  }

  @Test
  void placedNoiseHasTheCoordinateAndIsElseTheSame() {
    NDArray noise = Sampler.noise(manager, FlowModel.SPEC, 1, 2, 3);
    NDArray wanted = manager.create(new float[] {-1.5f, 0, 2});
    NDArray placed = coordinate.place(noise, wanted);
    assertThat(coordinate.of(placed).toFloatArray())
        .containsExactly(new float[] {-1.5f, 0, 2}, within(1e-4f));
    NDArray back = coordinate.place(placed, coordinate.of(noise));
    assertThat(back.sub(noise).abs().max().getFloat()).isLessThan(1e-5f);
    double change = placed.sub(noise).norm().getFloat();
    double moved = wanted.sub(coordinate.of(noise)).norm().getFloat();
    assertThat(change).isCloseTo(moved, within(1e-3 * moved));
  }

  @Test
  void anEvenPictureHasNone() {
    NDArray even = manager.ones(FlowModel.SPEC.clipShape(1)).mul(3);
    assertThat(coordinate.of(even).getFloat()).isCloseTo(0, within(1e-3f));
  }
}
