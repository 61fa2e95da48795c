package io.worldcompass.app;

import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.weights.WeightsLog;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Weights that are to be evaluated, found before any model is loaded.
 *
 * @param name base, latest, or a version, as the user wrote it
 * @param manifest of a published version; empty for the base that ships with the project
 * @param checkpoint the published tensor, verified against its hash
 */
record EvaluatedWeights(
    String name, Optional<WeightsManifest> manifest, Optional<Tensor> checkpoint) {
  private static final String BASE = "base";

  /**
   * Finds weights by name; only published ones need the broker.
   *
   * @throws UserException when a name is none or a version does not exist
   */
  static List<EvaluatedWeights> find(List<String> names, Config config) {
    for (String name : names) {
      if (!name.matches("base|latest|\\d{1,9}")) {
        throw new UserException("--weights takes base, latest or a version, got '" + name + "'");
      }
    }
    if (names.stream().allMatch(BASE::equals)) {
      return names.stream().map(EvaluatedWeights::base).toList();
    }
    try (Deployment deployment = Deployment.open(config);
        WeightsLog log =
            new WeightsLog(deployment.topics().policyWeights, deployment.clients(), "evaluate")
                .readToEnd()) {
      TensorBlobs blobs = new TensorBlobs(deployment.blobs());
      List<EvaluatedWeights> found = new ArrayList<>();
      for (String name : names) {
        found.add(name.equals(BASE) ? base(name) : published(name, log, blobs));
      }
      return found;
    }
  }

  private static EvaluatedWeights base(String name) {
    return new EvaluatedWeights(name, Optional.empty(), Optional.empty());
  }

  private static EvaluatedWeights published(String name, WeightsLog log, TensorBlobs blobs) {
    WeightsManifest manifest =
        (name.equals("latest") ? log.latest() : log.version(Integer.parseInt(name)))
            .orElseThrow(
                () ->
                    new UserException(
                        "weights '" + name + "' do not exist; see: ./worldcompass weights list"));
    return new EvaluatedWeights(
        name, Optional.of(manifest), Optional.of(blobs.get(manifest.getCheckpoint())));
  }

  WorldModel load(Evaluations evaluations) {
    return manifest.isEmpty()
        ? evaluations.base()
        : evaluations.published(manifest.get(), checkpoint.orElseThrow());
  }

  /** For people: the version's number where it is one. */
  String title() {
    return manifest.map(published -> "version " + published.getVersion()).orElse(name);
  }

  /** Hash of the published weights file; null for the base. */
  String sha256() {
    return manifest.map(published -> published.getCheckpoint().getSha256()).orElse(null);
  }
}
