package io.worldcompass.gpu.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.nn.ParameterLayout;

/**
 * A {@link PatchBasis} as the weights of the linear encoder and its inverse. Channels keep the root
 * of their deviation: what is large in the picture stays larger, but does not drown the rest.
 */
final class PatchCode {
  private final PatchBasis basis;
  private final double[] scales;

  PatchCode(PatchBasis basis) {
    this.basis = basis;
    int channels = basis.directions().length;
    double[] deviations = new double[channels];
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      deviations[c] = basis.deviation(basis.directions()[c]);
      sum += deviations[c];
    }
    // deviation * scale = root(deviation), times what makes the mean variance one
    this.scales = new double[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = Math.sqrt(channels / sum) / Math.sqrt(deviations[c]);
    }
  }

  /** Sets the encoder and the linear part of the decoder in a flat vector. */
  void writeTo(ParameterLayout layout, NDArray flat) {
    double[][] directions = basis.directions();
    int channels = directions.length;
    double[] mean = basis.mean();
    float[] encode = new float[channels * mean.length];
    float[] bias = new float[channels];
    float[] decode = new float[mean.length * channels];
    float[] offset = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      offset[i] = (float) mean[i];
      for (int c = 0; c < channels; c++) {
        encode[c * mean.length + i] = (float) (scales[c] * directions[c][i]);
        decode[i * channels + c] = (float) (directions[c][i] / scales[c]);
        bias[c] -= (float) (scales[c] * directions[c][i] * mean[i]);
      }
    }
    try (NDManager scope = flat.getManager().newSubManager()) {
      layout.set(flat, "encode.weight", scope.create(encode));
      layout.set(flat, "encode.bias", scope.create(bias));
      layout.set(flat, "decode.patch.weight", scope.create(decode));
      layout.set(flat, "decode.patch.bias", scope.create(offset));
    }
  }
}
