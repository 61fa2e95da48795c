package io.worldcompass.gpu.rollout;

import io.worldcompass.schemas.avro.ActionClip;
import java.util.List;
import java.util.stream.IntStream;

/** The action label of every latent of a clip: a log's labels are spread evenly. */
final class LatentLabels {
  private LatentLabels() {}

  static List<Integer> of(ActionClip clip, int latents) {
    List<Integer> labels = clip.getLabels();
    return IntStream.range(0, latents)
        .mapToObj(i -> labels.get(i * labels.size() / latents))
        .toList();
  }
}
