package io.worldcompass.gpu.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.trainer.NftLearner;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.config.Config.NftMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NftLearnerTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final NftLearner learner = learner();

  @AfterEach
  void free() {
    learner.close();
    manager.close();
  }

  @Test
  void aLearnerThatIsRestoredGoesOnBitForBit() {
    learner.train(1, groups(1));
    byte[] saved = learner.save();
    learner.train(2, groups(2));
    Tensor policy = learner.policy();
    byte[] after = learner.save();
    try (NftLearner other = learner()) {
      other.restore(saved);
      other.train(2, groups(2));
      assertThat(other.policy()).isEqualTo(policy);
      assertThat(other.save()).isEqualTo(after);
    }
  }

  @Test
  void withoutGroupsTheWeightsStay() {
    Tensor policy = learner.policy();
    Map<String, Double> metrics = learner.train(1, List.of());
    assertThat(learner.policy()).isEqualTo(policy);
    assertThat(metrics.get("policy_decay")).isCloseTo(0.21, within(1e-12));
  }

  @Test
  void theMetricsSayWhatWasTrained() {
    Map<String, Double> metrics = learner.train(1, groups(3));
    assertThat(metrics).containsEntry("optimiser_steps", 2.0).containsEntry("samples", 8.0);
    assertThat(metrics.get("gradient_norm")).isPositive();
    assertThat(metrics.get("r_mean")).isBetween(0.0, 1.0);
  }

  @Test
  void aPoisonedSampleCostsItsStepOnly() {
    float[] values = new float[8];
    values[0] = Float.POSITIVE_INFINITY;
    TrainingGroup good = groups(4).get(0);
    TrainingSample bad = new TrainingSample(2, Tensor.ofFloats("x0", values, 2, 2, 1, 2), 0.5);
    List<TrainingSample> samples = List.of(good.samples().get(0), good.samples().get(1), bad);
    TrainingGroup poisoned =
        new TrainingGroup(good.prefixId(), good.context(), good.labels(), samples);
    Map<String, Double> metrics = learner.train(1, List.of(poisoned));
    assertThat(metrics).containsEntry("optimiser_steps", 1.0).containsEntry("steps_skipped", 1.0);
    for (float weight : learner.policy().floats()) {
      assertThat(weight).isFinite();
    }
  }

  @Test
  void aForeignStateIsRefusedAndNothingChanges() {
    byte[] before = learner.save();
    assertThatIllegalArgumentException().isThrownBy(() -> learner.restore(new byte[20]));
    byte[] foreign = before.clone();
    foreign[new String(foreign, StandardCharsets.ISO_8859_1).indexOf("toy")] = 'b';
    assertThatIllegalArgumentException()
        .isThrownBy(() -> learner.restore(foreign))
        .withMessageContaining("trains model boy, and this version has toy");
    assertThat(learner.save()).isEqualTo(before);
  }

  private NftLearner learner() {
    TrainSettings settings =
        new TrainSettings(
            NftLoss.of(NftMode.DEFAULT, 1),
            AdamW.withDecay(0),
            LearningRates.constant(1e-3),
            MovingAverages.PAPER,
            2,
            new NoiseSchedule(4, 5),
            0.5,
            2,
            64,
            3);
    return new NftLearner(
        manager, new ToyModel(manager, true), new ToyModel(manager, false), settings);
  }

  private static List<TrainingGroup> groups(long seed) {
    return Samples.groups(seed, 4, 4);
  }
}
