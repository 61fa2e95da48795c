package io.worldcompass.gpu.train;

import static io.worldcompass.gpu.nn.Scalars.atLeast;
import static io.worldcompass.gpu.nn.Scalars.times;

import ai.djl.ndarray.NDArray;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.config.Config.NftMode;
import java.util.Arrays;

/**
 * The negative-aware fine-tuning loss of spec S13 for a batch of rows, each one sample at one sigma
 * (arXiv 2602.09022, after DiffusionNFT). The policy is pulled towards a sample as far as it is
 * good (r near 1) and its mirror image about the old prediction is, as far as it is bad.
 *
 * @param mode DEFAULT; UPSTREAM as DiffusionNFT scales it; RELEASED as the reference implementation
 *     computes it, with the old prediction overwritten by the new one (its issue 61)
 * @param beta NFT strength, above 0
 * @param floor eps_w, the least weight w+-
 * @param upstreamClip c of UPSTREAM's factor c/beta
 * @param referenceWeight lambda of UPSTREAM's mean((v - v_ref)^2), 0 for none
 */
public record NftLoss(
    NftMode mode, double beta, double floor, double upstreamClip, double referenceWeight) {
  /** eps_w of the paper. */
  public static final double FLOOR = 1e-5;

  /** c of DiffusionNFT. */
  public static final double UPSTREAM_CLIP = 5;

  /** Refuses numbers without a meaning. */
  public NftLoss {
    if (!(beta > 0) || !(floor > 0) || !(upstreamClip > 0) || !(referenceWeight >= 0)) {
      throw new IllegalArgumentException(
          "beta, floor and clip must be above 0, the reference's weight not below: " + mode);
    }
    if (mode != NftMode.UPSTREAM && referenceWeight > 0) {
      throw new IllegalArgumentException("only UPSTREAM pulls towards a reference model");
    }
  }

  /** The loss with the paper's constants. */
  public static NftLoss of(NftMode mode, double beta) {
    return new NftLoss(mode, beta, FLOOR, UPSTREAM_CLIP, 0);
  }

  /** The configured loss; UPSTREAM's c is the advantage clip, as in DiffusionNFT. */
  public static NftLoss of(Config.Trainer trainer, double advantageClip) {
    return new NftLoss(
        trainer.loss(), trainer.beta(), FLOOR, advantageClip, trainer.referenceWeight());
  }

  /**
   * Losses of B rows, none reduced over rows.
   *
   * @param loss [B]
   * @param positive L+ [B]
   * @param negative L- [B]
   */
  public record Terms(NDArray loss, NDArray positive, NDArray negative) {}

  /** x = (1 - sigma) x0 + sigma noise; x0 and noise [B,...], sigma [B]. */
  public static NDArray noisy(NDArray x0, NDArray noise, NDArray sigma) {
    NDArray s = perRow(sigma, x0);
    return s.neg().add(1).mul(x0).add(s.mul(noise)); // x = (1 - sigma) x0 + sigma noise
  }

  /** Whether {@link #terms} uses the old prediction. */
  public boolean needsOld() {
    return mode != NftMode.RELEASED;
  }

  /** Whether {@link #terms} uses the reference prediction. */
  public boolean needsReference() {
    return referenceWeight > 0;
  }

  /**
   * The loss; its gradient flows through v only.
   *
   * @param x0 the generated clips [B,...]
   * @param x the noisy clips that were predicted from, see {@link #noisy}
   * @param sigma noise levels [B] in [0,1]
   * @param v prediction of the trained weights, like x
   * @param old prediction of the policy EMA, like x; ignored when RELEASED
   * @param reference prediction of the reference model; ignored when its weight is 0
   * @param r optimality probabilities [B] in [0,1]
   */
  public Terms terms(
      NDArray x0, NDArray x, NDArray sigma, NDArray v, NDArray old, NDArray reference, NDArray r) {
    NDArray s = perRow(sigma, x);
    NDArray o = (needsOld() ? old : v).stopGradient(); // o = stop_gradient(v_policyEMA(x))
    NDArray vPlus = times(o, 1 - beta).add(times(v, beta)); // v+ = (1 - beta) o + beta v
    NDArray vMinus = times(o, 1 + beta).sub(times(v, beta)); // v- = (1 + beta) o - beta v
    NDArray yPlus = x.sub(s.mul(vPlus)); // y+ = x - sigma v+
    NDArray yMinus = x.sub(s.mul(vMinus)); // y- = x - sigma v-
    NDArray positive = weighted(yPlus.sub(x0)); // L+
    NDArray negative = weighted(yMinus.sub(x0)); // L-
    NDArray loss = r.mul(positive).add(r.neg().add(1).mul(negative)); // L = r L+ + (1 - r) L-
    return new Terms(upstream(loss, v, reference), positive, negative);
  }

  /** mean((y - x0)^2) / w, w = stop_gradient(max(mean|y - x0|, eps_w)), of each row. */
  private NDArray weighted(NDArray error) {
    NDArray w = atLeast(rowMean(error.abs()), floor).stopGradient();
    return rowMean(error.square()).div(w);
  }

  private NDArray upstream(NDArray loss, NDArray v, NDArray reference) {
    if (mode != NftMode.UPSTREAM) {
      return loss;
    }
    NDArray scaled = times(loss, upstreamClip / beta); // L c / beta
    return needsReference() // + lambda mean((v - v_ref)^2)
        ? scaled.add(times(rowMean(v.sub(reference.stopGradient()).square()), referenceWeight))
        : scaled;
  }

  private static NDArray rowMean(NDArray x) {
    return x.reshape(x.getShape().get(0), -1).mean(new int[] {1});
  }

  private static NDArray perRow(NDArray values, NDArray like) {
    long[] shape = new long[like.getShape().dimension()];
    Arrays.fill(shape, 1);
    shape[0] = values.size();
    return values.reshape(shape);
  }
}
