package io.worldcompass.gpu.rollout;

import io.worldcompass.schemas.blob.Tensor;
import java.util.List;

/**
 * What a rollout of one task gives, off the device.
 *
 * @param context float32 [k,c,h,w], the latents before the clip
 * @param previousFrame uint8 [H,W,3], the frame before the clip
 * @param firstFrame uint8 [H,W,3], the scenario's initial observation
 * @param labels action label of every latent of the clip, 0..80
 * @param candidates the G candidates, by index
 */
public record GeneratedGroup(
    Tensor context,
    Tensor previousFrame,
    Tensor firstFrame,
    List<Integer> labels,
    List<GeneratedClip> candidates) {

  /**
   * One candidate.
   *
   * @param seed seed of its noise
   * @param latents float32 [L,c,h,w]
   * @param frames uint8 [F,H,W,3]
   */
  public record GeneratedClip(long seed, Tensor latents, Tensor frames) {}
}
