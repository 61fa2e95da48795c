package io.worldcompass.gpu.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.NoiseSchedule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * The rows of one forward pass as arrays.
 *
 * @param x0 [B,L,c,h,w]
 * @param noise like x0, standard normal
 * @param labels int32 [B,L]
 * @param sigma [B]
 * @param timesteps floor(1000 sigma) [B]
 * @param r [B]
 */
record RowArrays(
    NDArray x0, NDArray noise, NDArray labels, NDArray sigma, NDArray timesteps, NDArray r) {
  static RowArrays of(NDManager manager, List<Row> rows, NoiseSchedule schedule, ModelSpec spec) {
    Shape clips = spec.clipShape(rows.size());
    return new RowArrays(
        clean(manager, rows, clips),
        noise(manager, rows, clips),
        labels(manager, rows, spec.latentsPerClip()),
        perRow(manager, rows, row -> schedule.sigma(row.index())),
        perRow(manager, rows, row -> schedule.timestep(row.index())),
        perRow(manager, rows, row -> row.sample().r()));
  }

  private static NDArray clean(NDManager manager, List<Row> rows, Shape clips) {
    ByteBuffer values = manager.allocateDirect(Math.toIntExact(clips.size() * Float.BYTES));
    rows.forEach(row -> values.put(row.sample().x0().data()));
    return manager.create(values.rewind(), clips, DataType.FLOAT32);
  }

  private static NDArray noise(NDManager manager, List<Row> rows, Shape clips) {
    ByteBuffer values = manager.allocateDirect(Math.toIntExact(clips.size() * Float.BYTES));
    long each = clips.size() / rows.size();
    for (Row row : rows) {
      Random random = new Random(row.noiseSeed());
      for (long i = 0; i < each; i++) {
        values.putFloat((float) random.nextGaussian());
      }
    }
    return manager.create(values.rewind(), clips, DataType.FLOAT32);
  }

  private static NDArray labels(NDManager manager, List<Row> rows, int latents) {
    Shape shape = new Shape(rows.size(), latents);
    ByteBuffer values = manager.allocateDirect(Math.toIntExact(shape.size() * Integer.BYTES));
    rows.forEach(row -> values.put(row.group().labels().data()));
    return manager.create(values.rewind(), shape, DataType.INT32);
  }

  private static NDArray perRow(NDManager manager, List<Row> rows, ToDoubleFunction<Row> value) {
    float[] values = new float[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(rows.get(i));
    }
    return manager.create(values);
  }
}
