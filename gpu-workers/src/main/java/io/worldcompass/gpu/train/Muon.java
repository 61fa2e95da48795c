package io.worldcompass.gpu.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.worldcompass.gpu.nn.ParameterLayout;

/**
 * Muon (Jordan et al., 2024; scaled as in arXiv 2502.16982, so that AdamW's learning rates fit):
 * the momentum of every matrix is replaced by a nearly orthogonal one of the same directions, so
 * that rare directions learn as fast as common ones. Kernels are matrices of outputs by inputs;
 * vectors and embeddings of fewer than {@code leastExtent} rows or columns go by AdamW.
 *
 * @param momentum decay of the momentum, with Nesterov's look ahead
 * @param iterations of Newton and Schulz
 * @param leastExtent smallest side of a matrix
 * @param vectors optimiser of everything else; its weight decay holds for the matrices too
 */
public record Muon(double momentum, int iterations, int leastExtent, AdamW vectors)
    implements Optimiser {
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;
  private static final double ADAM_SCALE = 0.2;
  private static final double NORM_EPSILON = 1e-7;

  /** The usual constants. */
  public static Muon withDecay(AdamW vectors) {
    return new Muon(0.95, 5, 8, vectors);
  }

  @Override
  public Update step(
      ParameterLayout layout,
      NDArray weights,
      NDArray gradient,
      NDArray firstMoment,
      NDArray secondMoment,
      NDArray rates,
      long step) {
    Update adam = vectors.step(layout, weights, gradient, firstMoment, secondMoment, rates, step);
    NDArray momenta = firstMoment.mul(momentum).add(gradient);
    NDArray ahead = gradient.add(momenta.mul(momentum));
    NDArray shrunk = weights.sub(rates.mul(weights).mul(vectors.weightDecay()));
    NDArray directions = directions(layout, ahead);
    NDArray matrix = matrices(layout, weights);
    return new Update(
        choose(matrix, shrunk.sub(rates.mul(directions)), adam.weights()),
        choose(matrix, momenta, adam.firstMoment()),
        adam.secondMoment());
  }

  private NDArray directions(ParameterLayout layout, NDArray flat) {
    NDList parts = layout.split(flat, flat.getManager());
    NDList directions = new NDList(parts.size());
    for (NDArray part : parts) {
      NDArray direction = isMatrix(part.getShape()) ? orthogonal(part) : part;
      directions.add(direction.reshape(-1));
    }
    return NDArrays.concat(directions);
  }

  /** U V' of the singular value decomposition of a kernel, roughly, scaled to AdamW's size. */
  NDArray orthogonal(NDArray kernel) {
    long rows = kernel.getShape().get(0);
    NDArray x = kernel.reshape(rows, -1);
    long columns = x.getShape().get(1);
    boolean tall = rows > columns;
    x = tall ? x.transpose() : x;
    x = x.div(x.norm().add(NORM_EPSILON).toType(x.getDataType(), false));
    for (int i = 0; i < iterations; i++) {
      NDArray square = x.matMul(x.transpose());
      x = x.mul(A).add(square.mul(B).add(square.matMul(square).mul(C)).matMul(x));
    }
    return (tall ? x.transpose() : x).mul(ADAM_SCALE * Math.sqrt((double) Math.max(rows, columns)));
  }

  private boolean isMatrix(Shape shape) {
    return shape.dimension() >= 2
        && shape.get(0) >= leastExtent
        && shape.size() / shape.get(0) >= leastExtent;
  }

  private NDArray matrices(ParameterLayout layout, NDArray like) {
    NDList marks = new NDList();
    for (ParameterLayout.Entry entry : layout.entries()) {
      Shape size = new Shape(entry.size());
      marks.add(
          isMatrix(entry.shape()) ? like.getManager().ones(size) : like.getManager().zeros(size));
    }
    return NDArrays.concat(marks).gt(0);
  }

  private static NDArray choose(NDArray condition, NDArray yes, NDArray no) {
    return NDArrays.where(condition, yes, no);
  }
}
