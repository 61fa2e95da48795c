package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.gpu.blobs.TensorBlobs;
import io.worldcompass.gpu.rollout.CandidateGenerator;
import io.worldcompass.gpu.rollout.GeneratedGroup;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.blob.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guarantee 7: a worker that cannot take a version over keeps the one before, and goes on. */
@Timeout(120)
class UnverifiedWeightsTest {
  private static final int ITERATIONS = 8;

  @TempDir private Path data;

  @Test
  void aVersionThatCannotBeVerifiedIsNeverUsedAndTheRunGoesOn() {
    OneBadVersion models = new OneBadVersion();
    try (Deployment deployment =
        Deployment.startLocal(TinyRun.config(data, Map.of("planner.max-staleness", "2")))) {
      new LocalScenarios(deployment.config(), deployment).ingest();
      RunProgress progress = new RunProgress(deployment.topics(), deployment.clients(), ITERATIONS);
      try (progress;
          RoleGroup roles = new RoleGroup(new Roles(deployment, models).all(ITERATIONS))) {
        roles.start();
        while (!progress.isFinished()) {
          progress.update(Duration.ofMillis(100));
          assertThat(roles.failed()).isEmpty();
        }
        Set<Integer> bad =
            progress.weights().all().stream()
                .filter(
                    manifest ->
                        new TensorBlobs(deployment.blobs()).get(manifest.getPolicy()).floats()[0]
                            == models.refused)
                .map(WeightsManifest::getVersion)
                .collect(Collectors.toSet());
        assertThat(bad).hasSize(1);
        Set<Integer> used = new TreeSet<>();
        TopicScan.each(
            deployment.clients(),
            deployment.topics().clipCandidates,
            (record, candidate) -> used.add(candidate.getPolicyVersion()));
        assertThat(used).hasSizeGreaterThan(2).doesNotContainAnyElementsOf(bad);
      }
    }
  }

  /** The second version that comes to be loaded never fits. */
  private static final class OneBadVersion extends StubModels {
    private volatile float refused = Float.NaN;
    private int loads;

    @Override
    public CandidateGenerator generator() {
      CandidateGenerator generator = super.generator();
      return new CandidateGenerator() {
        @Override
        public void load(Tensor policy) {
          loads++;
          if (loads == 2) {
            refused = policy.floats()[0];
          }
          if (policy.floats()[0] == refused) {
            throw new IllegalArgumentException("weights that do not fit");
          }
          generator.load(policy);
        }

        @Override
        public GeneratedGroup generate(RolloutTask task, Tensor observation) {
          return generator.generate(task, observation);
        }

        @Override
        public void close() {
          generator.close();
        }
      };
    }
  }
}
